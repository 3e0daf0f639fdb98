use std::fmt;

use serde::{Deserialize, Serialize};

/// Personal data of the one who asked. All of it is optional, none of it is ever printed: not for debugging either.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patient {
    /// The patient's name, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The patient's telephone number, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The patient's e-mail address, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the patient agreed to be contacted about the quote later on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub follow_up: bool,
}

impl Patient {
    /// Whether nothing is known of the patient.
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_unknown() {
            "Patient(unknown)"
        } else {
            "Patient(known)"
        })
    }
}
