"""From one schema to the next and back (数据库结构迁移), by Alembic.

Each step is a file in ``versions`` with, besides Alembic's names, ``needs``: the oldest
revision whose code may work on the database after it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from ehealthcard.adapters.storage.sql.dialects import connect
from ehealthcard.adapters.storage.sql.opening import unopened
from ehealthcard.adapters.storage.sql.revision import (
    STAMP,
    Revision,
    alone,
    is_missing_file,
    read,
)
from ehealthcard.errors import (
    SchemaOutdatedError,
    SchemaTooNewError,
    UnknownRevisionError,
)
from ehealthcard.extras import needs

with needs("sql"):
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError
    from sqlalchemy import Connection, update
    from sqlalchemy.exc import SQLAlchemyError


_HERE = "ehealthcard.adapters.storage.sql:migrations"


@attrs.frozen
class Migrations:
    """The steps between the revisions of one database's schema.

    Stop nothing for a step that only adds. Before a step whose ``needs`` is newer than
    the code that runs, stop that code: a process that is open already is not asked
    again.

    Args:
        url: The database, as SQLAlchemy writes it.
        more: Folders with further steps, on top of those shipped.

    """

    url: str = attrs.field(repr=False)
    more: Sequence[Path] = ()

    @property
    def known(self) -> list[str]:
        """All revisions, the oldest first."""
        steps = ScriptDirectory.from_config(self._config()).walk_revisions()
        return [step.revision for step in steps][::-1]

    def current(self) -> Revision | None:
        """Return the database's revision; ``None`` where none is written down.

        Raises:
            StorageUnavailableError: It cannot be opened.

        """
        engine, _ = connect(self.url)
        if is_missing_file(engine) and Path(engine.url.database or "").parent.is_dir():
            return None
        try:
            with engine.connect() as connection:
                return read(connection)
        except SQLAlchemyError as error:
            raise unopened(error) from error
        finally:
            engine.dispose()

    def upgrade(self, to: str | None = None) -> None:
        """Take the database to revision *to*, the newest if not said.

        Tables that are there without a revision are taken for those of the first.

        Raises:
            UnknownRevisionError: There is no such revision, or it lies behind.
            SchemaTooNewError: The database is of a revision that this code lacks.
            StorageUnavailableError: The database refused, or cannot be opened.

        """
        aim = to or self.known[-1]
        self._move(aim, command.upgrade, lambda now: now <= aim)

    def downgrade(self, to: str) -> None:
        """Take the database back to revision *to*; what came later is lost.

        Raises:
            UnknownRevisionError: There is no such revision, or it lies ahead.
            SchemaTooNewError: The database is of a revision that this code lacks.
            SchemaOutdatedError: No revision is written down.
            StorageUnavailableError: The database refused, or cannot be opened.

        """
        self._move(to, command.downgrade, lambda now: now >= to)

    def _move(
        self,
        aim: str,
        step: Callable[[Config, str], None],
        fits: Callable[[str], bool],
    ) -> None:
        known = self.known
        if aim not in known:
            raise UnknownRevisionError(name=aim)
        engine, _ = connect(self.url)
        try:
            with alone(engine) as connection:
                found = read(connection)
                if found is None and step is command.downgrade:
                    raise SchemaOutdatedError(found="0000", wanted=aim)
                now = found.number if found else ""
                if now and now not in known:
                    raise SchemaTooNewError(found=now, known=known[-1])
                if now and not fits(now):
                    raise UnknownRevisionError(name=aim)
                self._walk(connection, aim, step)
        except (SQLAlchemyError, CommandError) as error:
            raise unopened(error) from error
        finally:
            engine.dispose()

    def _walk(
        self, connection: Connection, aim: str, step: Callable[[Config, str], None]
    ) -> None:
        """Take the steps; until the last is done nobody may open the database."""
        STAMP.create(connection, checkfirst=True)
        connection.execute(update(STAMP).values(needs=None))
        config = self._config()
        config.attributes["connection"] = connection
        step(config, aim)
        script = ScriptDirectory.from_config(config).get_revision(aim)
        connection.execute(update(STAMP).values(needs=script.module.needs))

    def _config(self) -> Config:
        config = Config()
        config.set_main_option("path_separator", "newline")
        config.set_main_option("script_location", _HERE)
        places = [f"{_HERE}/versions", *(str(place) for place in self.more)]
        config.set_main_option("version_locations", "\n".join(places))
        return config
