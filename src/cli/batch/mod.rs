//! `mesoquote batch`: one JSON estimate request a line in, one JSON answer a line out.

mod pipeline;
