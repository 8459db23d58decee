"""《政府信息公开条例》, State Council Decree 711, in force since 2019-05-15."""
