"""Settings of one installation: WORKFLOW_* variables over ``workflow.toml`` over defaults."""

from pathlib import Path

from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """Where this installation lives. Secrets are files or variables, never in workflow.toml."""

    model_config = SettingsConfigDict(
        env_prefix="WORKFLOW_", toml_file="workflow.toml", extra="ignore"
    )

    data_dir: Path = Path("workflow-data")
    database_url: str | None = None
    key_file: Path | None = None
    secret_file: Path | None = None
    lang: str = "zh"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let variables win over the file; neither .env nor secret folders are read."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
