//! What holds for every store, whichever database is behind it.

mod finding;
mod moving;
mod saving;
mod transfer;
mod upkeep;

use super::rig::{Rig, block_on};

/// Each scenario is a test on either database.
macro_rules! on_both {
    ($($room:ident::$scenario:ident),* $(,)?) => {
        mod sqlite { $(#[test] fn $scenario() { super::block_on(super::$room::$scenario(super::Rig::sqlite())); })* }
        mod postgres {
            $(#[test] fn $scenario() {
                if let Some(rig) = super::Rig::postgres() { super::block_on(super::$room::$scenario(rig)); }
            })*
        }
    };
}

on_both! {
    saving::a_quote_is_read_back_byte_by_byte,
    saving::a_quote_outlives_the_process,
    saving::references_and_tokens_are_each_their_own,
    saving::a_reference_is_used_once_whatever_the_clinic,
    saving::the_same_key_and_body_is_the_same_quote,
    saving::the_same_key_at_the_same_moment_is_one_quote,
    saving::the_same_key_with_another_body_is_refused,
    saving::a_key_works_for_moves_and_revisions_too,
    moving::open_quotes_move_once,
    moving::an_expired_quote_can_only_be_revised,
    moving::of_two_moves_at_once_one_wins,
    moving::a_range_is_accepted_with_a_total_within_it,
    moving::a_revision_takes_the_place_of_the_old_one,
    moving::of_two_revisions_at_once_one_wins_and_leaves_no_other,
    finding::search_finds_a_phone_in_any_spelling,
    finding::search_finds_the_beginnings_of_a_name,
    finding::search_narrows_by_state_treatment_time_and_maker,
    finding::pages_neither_skip_nor_repeat_while_others_save,
    upkeep::an_erased_patient_is_found_nowhere,
    upkeep::patients_are_erased_on_schedule,
    upkeep::a_price_list_is_kept_once,
    upkeep::what_is_published_never_goes_back,
    upkeep::what_is_published_is_remembered_and_replaces_what_was_known,
    upkeep::a_staff_key_counts_until_it_is_revoked,
    upkeep::a_session_counts_until_it_is_over_or_its_key_is,
    transfer::an_export_is_taken_in_without_losing_one,
    transfer::an_export_brings_what_happened_since,
    transfer::a_line_that_is_no_export_takes_nothing_in,
    upkeep::many_programs_start_on_an_empty_database,
    upkeep::a_newer_layout_is_refused,
    upkeep::quotes_are_counted_by_state,
}
