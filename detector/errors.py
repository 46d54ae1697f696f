"""Every error that a user may meet: what happened, where, and how to mend it."""


class ChiptraceError(Exception):
    """Base of all errors raised on purpose; each subclass has its own exit status.

    Parameters
    ----------
    what : str
        One sentence: what is wrong, with the offending value.
    where : str
        File, line, table or column at fault.
    fix : str
        One imperative sentence.

    Examples
    --------
    >>> print(LayoutError("No column for shipped_on", "may.csv", "Name one with --layout."))
    No column for shipped_on
      where: may.csv
      fix:   Name one with --layout.
    """

    exit_status = 1

    def __init__(self, what: str, where: str, fix: str) -> None:
        super().__init__(what, where, fix)
        self.what, self.where, self.fix = what, where, fix

    def __str__(self) -> str:
        return f"{self.what}\n  where: {self.where}\n  fix:   {self.fix}"


class InputError(ChiptraceError):
    """An input file is missing, unreadable or of a kind that is not read."""

    exit_status = 3


class RecordError(ChiptraceError):
    """Records fail the contract and the caller asked to stop at that."""

    exit_status = 4


class WorkspaceError(ChiptraceError):
    """The workspace is locked, is no workspace, or was written by another version."""

    exit_status = 5


class SettingsError(ChiptraceError):
    """The settings file cannot be used."""

    exit_status = 6


class IntegrityError(ChiptraceError):
    """Something that is stored no longer agrees with its fingerprint."""

    exit_status = 7


class LayoutError(ChiptraceError):
    """A layout is malformed, or no layout fits the file."""

    exit_status = 8


class FeatureError(ChiptraceError):
    """A feature family's SQL and its header disagree, or the SQL failed."""

    exit_status = 9


class ModelError(ChiptraceError):
    """A model cannot be trained, found or applied, or a promise about it cannot be held."""

    exit_status = 10


class StorageError(ChiptraceError):
    """The disk is full or refuses to be written."""

    exit_status = 11


class ReviewError(ChiptraceError):
    """The review desk refuses: the form lacks something, or somebody else was faster."""

    exit_status = 12


class EngineError(ChiptraceError):
    """Another engine than DuckDB cannot be started, reached or asked."""

    exit_status = 13
