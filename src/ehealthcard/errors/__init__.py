"""Every error that the SDK raises on purpose.

Each has a stable ``code``, an HTTP ``status_hint`` and a sentence in two languages::

    * EHealthCardError
      * IdentityError
        * InvalidDocumentError
          * DocumentCharactersError
          * DocumentLengthError
          * DocumentFormatError
          * DocumentRegionError
          * DocumentDateError
          * DocumentCheckDigitError
          * DocumentTooLongError
          * BirthDateInFutureError
          * UnknownDocumentKindError
        * InvalidCardIdError
        * RevealError
        * InvalidApplicantError
        * GuardianRequiredError
        * GuardianNotAcceptedError
      * CodeError
        * MalformedCodeError
          * UnrecognisedCodeError
          * TruncatedCodeError
          * OverlongCodeError
          * NonCanonicalCodeError
          * UnsupportedCodeError
        * WrongSuiteError
        * UnknownKeyError
        * BadSignatureError
        * SymmetricKeyRequiredError
        * IssuerOnlyError
        * WrongAudienceError
        * FutureCodeError
        * ExpiredCodeError
        * ReplayedCodeError
        * NotIssuedHereError
        * RevokedDeviceError
        * SecondFactorRequiredError
        * SecondFactorFailedError
        * CodeRequestError
        * PictureError
      * CryptoError
        * InvalidKeyError
        * InvalidSignatureFormError
        * DecryptionError
        * BackendUnavailableError
        * KeyNotExportableError
        * KeyFileError
          * KeyFilePassphraseError
          * WeakPassphraseError
      * TrustError
        * MalformedBundleError
        * ForgedBundleError
        * BundleRollbackError
        * BundleGapError
      * GateError
        * TrustTooOldError
        * ClockError
        * TierNotAcceptedError
        * CardRevokedError
      * CardError
        * CardNotFoundError
        * CardNotActiveError
        * CardLostError
        * CardCancelledError
        * RealNameMismatchError
      * AccessDeniedError
      * WorkflowError
        * NotAllowedError
        * CaseNotFoundError
        * KeyReusedError
        * PolicyMissingError
        * CascadeError
        * RuleViolationError
          * ClaimTakenError
      * InvalidInputError
      * KnowledgeError
      * KnowledgeReviewError
      * EvaluationFileError
      * StorageError
        * StorageUnavailableError
        * StoredDataError
          * StoredDataTooNewError
        * VersionConflictError
        * TransactionConflictError
        * UnsupportedDatabaseError
        * CheckpointError
        * SubjectErasedError
        * SchemaError
          * SchemaOutdatedError
          * SchemaTooNewError
          * UnknownRevisionError
      * TooManyAttemptsError
      * OutsideError
        * OutsideUnavailableError
    * DefinitionError (a TypeError: a workflow contradicts itself)
"""

from .base import EHealthCardError
from .card import (
    AccessDeniedError,
    CardCancelledError,
    CardError,
    CardLostError,
    CardNotActiveError,
    CardNotFoundError,
    RealNameMismatchError,
)
from .code import (
    BadSignatureError,
    CodeError,
    CodeRequestError,
    ExpiredCodeError,
    FutureCodeError,
    IssuerOnlyError,
    MalformedCodeError,
    NonCanonicalCodeError,
    NotIssuedHereError,
    OverlongCodeError,
    PictureError,
    ReplayedCodeError,
    RevokedDeviceError,
    SecondFactorFailedError,
    SecondFactorRequiredError,
    SymmetricKeyRequiredError,
    TruncatedCodeError,
    UnknownKeyError,
    UnrecognisedCodeError,
    UnsupportedCodeError,
    WrongAudienceError,
    WrongSuiteError,
)
from .documents import (
    BirthDateInFutureError,
    DocumentCharactersError,
    DocumentCheckDigitError,
    DocumentDateError,
    DocumentFormatError,
    DocumentLengthError,
    DocumentRegionError,
    DocumentTooLongError,
    GuardianNotAcceptedError,
    GuardianRequiredError,
    IdentityError,
    InvalidApplicantError,
    InvalidCardIdError,
    InvalidDocumentError,
    RevealError,
    UnknownDocumentKindError,
)
from .key import (
    BackendUnavailableError,
    BundleGapError,
    BundleRollbackError,
    CardRevokedError,
    ClockError,
    CryptoError,
    DecryptionError,
    ForgedBundleError,
    GateError,
    InvalidKeyError,
    InvalidSignatureFormError,
    KeyFileError,
    KeyFilePassphraseError,
    KeyNotExportableError,
    MalformedBundleError,
    TierNotAcceptedError,
    TrustError,
    TrustTooOldError,
    WeakPassphraseError,
)
from .knowledge import EvaluationFileError, KnowledgeError, KnowledgeReviewError
from .storage import (
    CheckpointError,
    DefinitionError,
    InvalidInputError,
    OutsideError,
    OutsideUnavailableError,
    SchemaError,
    SchemaOutdatedError,
    SchemaTooNewError,
    StorageError,
    StorageUnavailableError,
    StoredDataError,
    StoredDataTooNewError,
    SubjectErasedError,
    TooManyAttemptsError,
    TransactionConflictError,
    UnknownRevisionError,
    UnsupportedDatabaseError,
    VersionConflictError,
)
from .workflow import (
    CLAIM_TAKEN,
    ROLE_REQUIRED,
    CascadeError,
    CaseNotFoundError,
    ClaimTakenError,
    KeyReusedError,
    NotAllowedError,
    PolicyMissingError,
    Rule,
    RuleViolationError,
    WorkflowError,
)

__all__ = [
    "CLAIM_TAKEN",
    "ROLE_REQUIRED",
    "AccessDeniedError",
    "BackendUnavailableError",
    "BadSignatureError",
    "BirthDateInFutureError",
    "BundleGapError",
    "BundleRollbackError",
    "CardCancelledError",
    "CardError",
    "CardLostError",
    "CardNotActiveError",
    "CardNotFoundError",
    "CardRevokedError",
    "CascadeError",
    "CaseNotFoundError",
    "CheckpointError",
    "ClaimTakenError",
    "ClockError",
    "CodeError",
    "CodeRequestError",
    "CryptoError",
    "DecryptionError",
    "DefinitionError",
    "DocumentCharactersError",
    "DocumentCheckDigitError",
    "DocumentDateError",
    "DocumentFormatError",
    "DocumentLengthError",
    "DocumentRegionError",
    "DocumentTooLongError",
    "EHealthCardError",
    "EvaluationFileError",
    "ExpiredCodeError",
    "ForgedBundleError",
    "FutureCodeError",
    "GateError",
    "GuardianNotAcceptedError",
    "GuardianRequiredError",
    "IdentityError",
    "InvalidApplicantError",
    "InvalidCardIdError",
    "InvalidDocumentError",
    "InvalidInputError",
    "InvalidKeyError",
    "InvalidSignatureFormError",
    "IssuerOnlyError",
    "KeyFileError",
    "KeyFilePassphraseError",
    "KeyNotExportableError",
    "KeyReusedError",
    "KnowledgeError",
    "KnowledgeReviewError",
    "MalformedBundleError",
    "MalformedCodeError",
    "NonCanonicalCodeError",
    "NotAllowedError",
    "NotIssuedHereError",
    "OutsideError",
    "OutsideUnavailableError",
    "OverlongCodeError",
    "PictureError",
    "PolicyMissingError",
    "RealNameMismatchError",
    "ReplayedCodeError",
    "RevealError",
    "RevokedDeviceError",
    "Rule",
    "RuleViolationError",
    "SchemaError",
    "SchemaOutdatedError",
    "SchemaTooNewError",
    "SecondFactorFailedError",
    "SecondFactorRequiredError",
    "StorageError",
    "StorageUnavailableError",
    "StoredDataError",
    "StoredDataTooNewError",
    "SubjectErasedError",
    "SymmetricKeyRequiredError",
    "TierNotAcceptedError",
    "TooManyAttemptsError",
    "TransactionConflictError",
    "TruncatedCodeError",
    "TrustError",
    "TrustTooOldError",
    "UnknownDocumentKindError",
    "UnknownKeyError",
    "UnknownRevisionError",
    "UnrecognisedCodeError",
    "UnsupportedCodeError",
    "UnsupportedDatabaseError",
    "VersionConflictError",
    "WeakPassphraseError",
    "WorkflowError",
    "WrongAudienceError",
    "WrongSuiteError",
]
