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
            Error::AgreedTotal { from, to } => {
                let detail = if from == to {
                    format!("The quote's total is {from}: it is accepted as it is, without an agreed total.")
                } else {
                    format!("The quote is a range: it is accepted with an agreed total from {from} to {to}.")
                };
                let error = FieldError::new("/agreed_total", kinds::AGREED_TOTAL.code, detail);
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
            Error::Conflict { state } => {
                format!(
                    "The quote is {}: this can't be done any more. Its history says when and by whom.",
                    state.as_str()
                )
            }
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
