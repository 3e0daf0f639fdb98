//! The worked cases: requests against small price lists and what the pricing rules make of them.
