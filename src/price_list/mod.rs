//! What one clinic sells, proven valid.
//!
//! What always holds: a [`PriceList`] can only be built by [`PriceList::build`], which refuses parts that contradict
//! each other. After that nothing re-checks, re-sorts or can be missing: references are ids that resolve, rows are
//! ordered for look-up, every treatment has a price, every tax a rate without a hole, and each row knows the line of
//! the file that it came from.
//!
//! `tables` builds price lists, `estimate` reads them; this room knows neither, and does no I/O.

mod build;
mod checks;
mod clinic;
mod codes;
mod course;
mod facts;
mod fill;
mod periods;
mod prices;
mod rules;
mod schedule;
mod sessions;
mod treatment;

pub use build::{Parts, PriceList};
pub use checks::{Violation, days_between};
pub use clinic::{Clinic, Language, Texts};
pub use codes::{
    AreaId, DiscountId, ExtraId, Origin, PlanId, ScheduleId, Table, TaxId, TreatmentId, Validity, is_code,
};
pub use course::{Courses, End, Part, Unpriced};
pub use facts::{ExpectedTotal, Fact, PaymentPlan, Topic};
pub use prices::{Price, PriceRow, Prices, Unit};
pub use rules::{Charge, Discount, DiscountKind, Extra, ExtraRow, On, Per, Tax, TaxRate, Who, fold_promo_code};
pub use schedule::{Gap, Schedule, Span};
pub use sessions::{InvalidSessions, Sessions};
pub use treatment::{Area, Treatment};
