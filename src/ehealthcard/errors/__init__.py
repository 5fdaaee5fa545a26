"""Every error that the SDK raises on purpose.

Each has a stable ``code``, an HTTP ``status_hint`` and a sentence in two languages::

    * EHealthCardError
      * CardError
        * CardNotFoundError
        * CardNotActiveError
        * CardLostError
        * CardCancelledError
        * CardMergedError
        * RealNameMismatchError
        * RealNameError
          * RealNameUnknownError
          * DocumentOutOfDateError
          * StalePhotoError
          * RealNameUnclearError
          * RealNameAnswerError
          * UnprovenCheckError
          * AssuranceTooLowError
      * AccessDeniedError
      * ClientError
        * ClientLimitedError
        * ClientRefusedError
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
      * CrossDomainError
        * UnknownIssuerError
        * IssuerRevokedError
        * IssuerUsageError
        * TrustListExpiredError
        * IssuerSilentError
        * IssuerAnswerError
        * ForeignRefusedError
        * RequestFormError
        * RequestForgedError
        * RequestTimeError
        * RequestReplayedError
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
      * MissingExtraError
      * FileUnusableError
      * InvalidInputError
        * UnstorableInputError
      * TimeZoneMissingError
      * StorageError
        * StorageUnavailableError
          * DatabaseConnectError
          * DatabaseUrlError
        * StoredDataError
          * StoredDataTooNewError
        * SubjectErasedError
        * VersionConflictError
        * TransactionConflictError
        * UnsupportedDatabaseError
        * CheckpointError
        * SchemaError
          * SchemaOutdatedError
          * SchemaTooNewError
          * UnknownRevisionError
      * OutsideError
        * OutsideUnavailableError
          * OutsideBusyError
          * CapabilityUnavailableError
        * FhirError
          * FhirRefusedError
            * FhirConflictError
            * FhirVersionsIgnoredError
            * FhirVersionsUnknownError
          * FhirUnclearError
          * FhirAnswerError
        * HipMessageError
        * HipActionError
        * HipDeclarationError
        * PlatformLacksError
        * PlatformRefusedError
        * PlatformAnswerError
        * PlatformUnclearError
      * Hl7Error
        * MalformedHl7Error
        * UnknownHl7KeyError
      * CryptoError
        * UnknownSuiteError
        * InvalidKeyError
        * InvalidSignatureFormError
        * DecryptionError
        * BackendUnavailableError
        * KeyNotExportableError
        * KeysDoNotFitError
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
        * GateLogFullError
      * GateLogError
        * MalformedGateLogError
        * ForgedGateLogError
        * GateLogGapError
        * ForkedGateLogError
        * DamagedGateLogError
      * KnowledgeError
      * KnowledgeReviewError
      * EvaluationFileError
      * LicenceError
        * MalformedLicenceError
        * ForgedLicenceError
        * VoidLicenceError
      * RateLimitedError
        * TooManyAttemptsError
      * TerminalBlockedError
      * AccessSuspendedError
      * CodeMapError
        * UnknownCodeError
        * AmbiguousCodeError
        * CodeNotBoundError
        * CodeBoundElsewhereError
        * CodeDisputedError
        * CodeNotInForceError
        * CodeHolderMismatchError
        * CodeProofRequiredError
        * CodeNotBindableError
      * PlatformSettingError
      * DictionaryError
      * PlatformRequestError
      * QuestionBankError
      * ViewMappingError
      * WorkflowError
        * NotAllowedError
        * UnknownServiceError
        * UnknownCommandError
        * CaseNotFoundError
        * KeyReusedError
        * PolicyMissingError
        * CascadeError
        * RuleViolationError
          * ClaimTakenError
    * DefinitionError (a TypeError: a workflow contradicts itself)
"""

from . import (
    base,
    card,
    clients,
    code,
    crossing,
    documents,
    extras,
    fhir,
    gate_logs,
    hip,
    hl7,
    key,
    knowledge,
    licences,
    limits,
    many_codes,
    platform,
    questions,
    real_name,
    storage,
    views,
    workflow,
)
from .base import *
from .card import *
from .clients import *
from .code import *
from .crossing import *
from .documents import *
from .extras import *
from .fhir import *
from .gate_logs import *
from .hip import *
from .hl7 import *
from .key import *
from .knowledge import *
from .licences import *
from .limits import *
from .many_codes import *
from .platform import *
from .questions import *
from .real_name import *
from .storage import *
from .views import *
from .workflow import *

__all__: list[str] = []
__all__ += base.__all__
__all__ += card.__all__
__all__ += clients.__all__
__all__ += code.__all__
__all__ += crossing.__all__
__all__ += documents.__all__
__all__ += extras.__all__
__all__ += hl7.__all__
__all__ += hip.__all__
__all__ += fhir.__all__
__all__ += key.__all__
__all__ += gate_logs.__all__
__all__ += knowledge.__all__
__all__ += licences.__all__
__all__ += many_codes.__all__
__all__ += platform.__all__
__all__ += limits.__all__
__all__ += questions.__all__
__all__ += real_name.__all__
__all__ += storage.__all__
__all__ += views.__all__
__all__ += workflow.__all__
