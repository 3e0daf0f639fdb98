//! Price lists that may take the place of those in force: what each is worth, what it would do, and putting it there.

use std::sync::Arc;

use jiff::civil::Date;

use super::access::Identity;
use super::served::KEPT_MAX;
use super::wire::{
    self, CandidateAsked, CandidateSource, CheckedPriceList, Compared, FieldError, PriceListChanges, Problem,
    PublishedPriceList, PublishingHistory, kinds,
};
use super::{App, Clinic, FileProblem, Served, reply};
use crate::estimate::changes::{changes, days_with_other_changes};
use crate::files::{self, Files, LoadError};
use crate::price_list::{Language, is_code};
use crate::store::{self, Idempotency, KeptList, Publishing};
use crate::tables::{Checked, Diagnostic, Report};

/// Groups of courses of each kind that an answer holds.
const GROUPS_MAX: usize = 2_000;
/// Entries of a page of the history.
const PAGE: u16 = 50;

/// A candidate, read and judged.
pub(super) struct Candidate {
    clinic: String,
    served: Arc<Served>,
    judged: Result<(Checked, Files), Report>,
    language: Option<String>,
}

impl Candidate {
    /// Reads what was asked for from where it comes.
    pub(super) async fn of(app: &App, asked: CandidateAsked) -> Result<Self, Box<Problem>> {
        let served = app.served();
        let clinic = clinic_of(&served, asked.clinic.as_deref())?;
        let files = match asked.source {
            CandidateSource::Sent { files, keeps_others } => {
                let held = served.clinics.find(Some(&clinic)).ok().and_then(Clinic::files);
                Sent::Files(with_others(files, held.filter(|_| keeps_others)))
            }
            CandidateSource::Kept(version) => Sent::Files(kept(app, &clinic, &version).await?),
            CandidateSource::OnDisk => Sent::OnDisk,
        };
        let folder = app.folder().map(ToOwned::to_owned);
        let code = clinic.clone();
        let reading = tokio::task::spawn_blocking(move || match files {
            Sent::Files(files) => files::check_sent(&code, files),
            Sent::OnDisk => {
                let clinics = folder.map(|folder| files::clinics(&folder)).transpose()?;
                let found = clinics.into_iter().flatten().find(|found| *found.code == *code);
                let found = found.ok_or(LoadError::NoPriceList { path: code.into() })?;
                files::load_with_files(&found.path)
            }
        });
        let judged = match reading.await.map_err(reply::internal)? {
            Ok(checked) => Ok(checked),
            Err(LoadError::Refused(report)) => Err(report),
            Err(LoadError::NoPriceList { .. }) => return Err(wrong("/on_disk", &kinds::NOTHING_ON_DISK)),
            Err(error) => return Err(reply::internal(error)),
        };
        Ok(Self {
            clinic,
            served,
            judged,
            language: asked.language,
        })
    }

    fn clinic_in_force(&self) -> Option<&Clinic> {
        self.served.clinics.find(Some(&self.clinic)).ok()
    }

    /// What it is worth and what it would do today, as JSON. Blocks while it prices every course.
    pub(super) fn told(&self, app: &App, open_quotes: Option<i64>) -> reply::Answer {
        let in_force = self.clinic_in_force();
        let (errors, warnings, version) = match &self.judged {
            Ok((checked, _)) => (&[][..], checked.warnings.as_slice(), checked.list.version()),
            Err(report) => (report.errors.as_slice(), report.warnings.as_slice(), &*report.version),
        };
        let told = |changes: Option<PriceListChanges<'_>>, more_changes| {
            reply::json(&CheckedPriceList {
                clinic: &self.clinic,
                version,
                errors: problems(errors),
                more_errors: errors.len().saturating_sub(KEPT_MAX),
                warnings: problems(warnings),
                more_warnings: warnings.len().saturating_sub(KEPT_MAX),
                in_force: in_force.map(|clinic| clinic.list().version()),
                changes,
                more_changes,
                open_quotes,
            })
        };
        let (Ok((checked, _)), Some(in_force)) = (&self.judged, in_force) else {
            return told(None, 0);
        };
        let (old, new) = (in_force.list(), &checked.list);
        let changes = changes(old, new, today(app, new.clinic()));
        let later = days_with_other_changes(old, new, &changes);
        let compared = Compared {
            old,
            new,
            changes: &changes,
            warnings: &Diagnostic::not_among(&checked.warnings, in_force.warnings()),
            later: &later,
            language: self.language(new.clinic()),
        };
        let (changes, more) = PriceListChanges::new(compared).up_to(GROUPS_MAX);
        told(Some(changes), more)
    }

    fn language(&self, clinic: &crate::price_list::Clinic) -> Language {
        let asked = self.language.as_deref().and_then(|tag| clinic.language(tag));
        asked.unwrap_or(Language::FIRST)
    }

    /// How many quotes are open, as far as the database says.
    pub(super) async fn open_quotes(&self, app: &App) -> Option<i64> {
        let store = app.store().ok()?;
        store
            .open_quotes(&self.clinic, super::quotes::today(app, &self.clinic))
            .await
            .ok()
    }

    /// Publishes it and puts it in force.
    pub(super) async fn publish(
        self,
        app: &App,
        identity: &Identity,
        instead_of: Option<String>,
        idempotency: Option<Idempotency>,
    ) -> Result<PublishedPriceList, Box<Problem>> {
        let in_force = self.clinic_in_force().map(|clinic| clinic.list().version().to_owned());
        let (checked, files) = self
            .judged
            .map_err(|report| wire::refused_files(&problems(&report.errors)))?;
        let store = app.store()?;
        let is_first = store.publishing_history(&self.clinic, None, 1).await?.is_empty();
        if is_first && instead_of.is_some() && instead_of != in_force {
            let detail = kinds::OTHER_LIST_IN_FORCE.meaning;
            return Err(Box::new(Problem::new(&kinds::OTHER_LIST_IN_FORCE, detail)));
        }
        carry_over(app, store, &self.served).await?;
        let list = KeptList {
            clinic: self.clinic.clone(),
            version: checked.list.version().to_owned(),
            files,
        };
        let published = store
            .publish(Publishing {
                list,
                at: app.now(),
                by: identity.name().to_owned(),
                instead_of,
                idempotency,
            })
            .await?;
        app.follow_published(store).await?;
        let served = app.served();
        let in_force = served.clinics.find(Some(&self.clinic)).ok();
        let in_force = in_force.map(|clinic| clinic.list().version());
        Ok(PublishedPriceList::new(published, in_force, true))
    }
}

/// Today at a clinic whose list may not be in force yet.
fn today(app: &App, clinic: &crate::price_list::Clinic) -> Date {
    clinic.time_zone.to_datetime(app.now()).date()
}

/// Files that were sent or kept, or the clinic's folder.
enum Sent {
    Files(Files),
    OnDisk,
}

/// Nothing else is served than what was published: what is in force is published before the first list, so that other
/// clinics stay, and the way back leads to it.
async fn carry_over(app: &App, store: &store::Store, served: &Served) -> Result<(), Box<Problem>> {
    let published = store.published().await?;
    for clinic in served.clinics.iter() {
        let (code, version) = (clinic.list().code(), clinic.list().version());
        let is_published = published.iter().any(|list| list.clinic == code);
        let Some(files) = clinic.files().filter(|_| !is_published) else {
            continue;
        };
        let list = KeptList {
            clinic: code.to_owned(),
            version: version.to_owned(),
            files: files.clone(),
        };
        store
            .publish(Publishing {
                list,
                at: app.now(),
                by: "carried over".to_owned(),
                instead_of: None,
                idempotency: None,
            })
            .await?;
    }
    Ok(())
}

/// What was published for a clinic.
pub(super) async fn history(app: &App, clinic: &str, before: Option<i64>) -> Result<PublishingHistory, Box<Problem>> {
    let served = app.served();
    let clinic = clinic_of(&served, Some(clinic))?;
    let store = app.store()?;
    let mut found = store.publishing_history(&clinic, before, PAGE + 1).await?;
    let has_more = found.len() > usize::from(PAGE);
    found.truncate(PAGE.into());
    let next = found.last().filter(|_| has_more).map(|last| last.number);
    let in_force = served.clinics.find(Some(&clinic)).ok();
    let in_force = in_force.map(|clinic| clinic.list().version());
    let is_followed = app.follows_published();
    let published = found.into_iter().enumerate().map(|(at, list)| {
        let is_newest = is_followed && before.is_none() && at == 0;
        PublishedPriceList::new(list, in_force, is_newest)
    });
    Ok(PublishingHistory {
        published: published.collect(),
        clinic,
        can_publish: is_followed,
        in_force: in_force.map(ToOwned::to_owned),
        next,
    })
}

/// Refuses to publish where what is published is not served.
///
/// # Errors
/// `lists_from_folder`.
pub(super) fn may_publish(app: &App) -> Result<(), Box<Problem>> {
    if app.follows_published() {
        return Ok(());
    }
    let detail = kinds::LISTS_FROM_FOLDER.meaning;
    Err(Box::new(Problem::new(&kinds::LISTS_FROM_FOLDER, detail)))
}

/// The code of a clinic that is served, or whose list on disk is refused.
fn clinic_of(served: &Served, code: Option<&str>) -> Result<String, Box<Problem>> {
    let refused = |code: &str| served.refused.iter().any(|list| list.clinic == code);
    match (served.clinics.find(code), code) {
        (Ok(clinic), _) => Ok(clinic.list().code().to_owned()),
        (Err(_), Some(code)) if is_code(code) && refused(code) => Ok(code.to_owned()),
        (Err(error), _) => Err(Box::new(Problem::of(vec![error]))),
    }
}

/// Files that were sent, and those in force in place of such as were not.
fn with_others(mut sent: Files, held: Option<&Files>) -> Files {
    for (name, content) in held.into_iter().flatten() {
        if !sent.iter().any(|(known, _)| known == name) {
            sent.push((name.clone(), content.clone()));
        }
    }
    sent
}

/// The files of a kept version.
async fn kept(app: &App, clinic: &str, version: &str) -> Result<Files, Box<Problem>> {
    match app.store()?.price_list(clinic, version).await {
        Ok(kept) => Ok(kept.files),
        Err(store::Error::NotFound) => {
            let detail = format!("No price list of version {version:?} is kept for this clinic.");
            Err(Box::new(Problem::new(&kinds::PRICE_LIST_NOT_FOUND, detail)))
        }
        Err(error) => Err(error.into()),
    }
}

fn problems(found: &[Diagnostic]) -> Vec<FileProblem> {
    found.iter().take(KEPT_MAX).map(FileProblem::from).collect()
}

fn wrong(pointer: &'static str, kind: &'static kinds::Kind) -> Box<Problem> {
    Box::new(Problem::of(vec![FieldError::new(pointer, kind.code, kind.meaning)]))
}
