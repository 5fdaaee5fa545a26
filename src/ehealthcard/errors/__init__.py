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
      * QuestionBankError
      * TooManyAttemptsError
      * OutsideError
        * OutsideUnavailableError
        * FhirError
          * FhirRefusedError
            * FhirConflictError
          * FhirUnclearError
          * FhirAnswerError
    * DefinitionError (a TypeError: a workflow contradicts itself)
"""

from . import (
    base,
    card,
    code,
    documents,
    fhir,
    key,
    knowledge,
    questions,
    storage,
    workflow,
)
from .base import *
from .card import *
from .code import *
from .documents import *
from .fhir import *
from .key import *
from .knowledge import *
from .questions import *
from .storage import *
from .workflow import *

__all__: list[str] = []
__all__ += base.__all__
__all__ += card.__all__
__all__ += code.__all__
__all__ += documents.__all__
__all__ += fhir.__all__
__all__ += key.__all__
__all__ += knowledge.__all__
__all__ += questions.__all__
__all__ += storage.__all__
__all__ += workflow.__all__
