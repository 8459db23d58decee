"""《政府信息公开条例》, State Council Decree 492, in force 2008-05-01 to 2019-05-14."""
