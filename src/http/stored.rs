//! What the store says, as problems.

use super::reply;
use super::wire::{FieldError, Problem, kinds};
use crate::store::{CheckTheCode, Error};

impl From<Error> for Box<Problem> {
    fn from(error: Error) -> Self {
        let kind = match &error {
            Error::NotFound => &kinds::QUOTE_NOT_FOUND,
            Error::Conflict { .. } => &kinds::STATE_CONFLICT,
            Error::OtherPublished { .. } => &kinds::OTHER_LIST_IN_FORCE,
            Error::IdempotencyMismatch => &kinds::IDEMPOTENCY_MISMATCH,
            Error::AgreedTotal { .. } => {
                let error = FieldError::new("/agreed_total", kinds::AGREED_TOTAL.code, error.to_string());
                return Box::new(Problem::of(vec![error]));
            }
            Error::Unavailable(trouble) => {
                let kind = &kinds::STORE_UNAVAILABLE;
                let problem = Problem::new(kind, kind.meaning);
                return Box::new(problem.caused_by(format!("the database is not available: {trouble}")));
            }
            _ => return reply::internal(error),
        };
        let detail = match &error {
            Error::Conflict { .. } => format!("{error}."),
            _ => kind.meaning.to_owned(),
        };
        Box::new(Problem::new(kind, detail))
    }
}

impl From<CheckTheCode> for Box<Problem> {
    fn from(_: CheckTheCode) -> Self {
        Box::new(Problem::new(&kinds::CHECK_THE_CODE, kinds::CHECK_THE_CODE.meaning))
    }
}
