//! The short names that are given to what only a script itself sees.

use std::collections::{HashMap, HashSet};
use std::iter;

use super::roles::{Read, Role};
use super::tokens::Kind;

/// Short names, by those that they stand for: some are seen in the whole script, others in one statement at its top.
#[derive(Default)]
pub(super) struct Names<'a> {
    top: HashMap<&'a str, String>,
    local: HashMap<(usize, &'a str), String>,
    private: HashMap<&'a str, String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(read: &Read<'a>) -> Self {
        let mut tops = HashSet::new();
        let mut locals = HashSet::new();
        for at in 0..read.tokens.len() {
            let (bound, is_top) = read.declared(at);
            for at in bound {
                if is_top {
                    tops.insert(read.text(at));
                } else {
                    locals.insert((read.statement[at], read.text(at)));
                }
            }
        }
        let is_own = |at: usize| tops.contains(read.text(at)) || locals.contains(&(read.statement[at], read.text(at)));
        let words = || (0..read.tokens.len()).filter(|at| read.role(*at) != Role::Other);
        let mut taken: HashSet<&str> = words().filter(|at| !is_own(*at)).map(|at| read.text(at)).collect();
        taken.extend(["as", "do", "if", "in", "of"]);
        let short = |first| {
            (0..)
                .map(move |count| letters(count, first))
                .filter(|name| !taken.contains(&**name))
        };

        let mut names = Self::default();
        let mut for_top = short(b'A');
        let mut for_locals = HashMap::new();
        let mut for_private = short(b'a');
        for (at, token) in read.tokens.iter().enumerate() {
            let key = (read.statement[at], token.text);
            if token.kind == Kind::Private {
                names
                    .private
                    .entry(token.text)
                    .or_insert_with(|| for_private.next().unwrap_or_default());
            } else if read.role(at) == Role::Other {
            } else if tops.contains(token.text) {
                names
                    .top
                    .entry(token.text)
                    .or_insert_with(|| for_top.next().unwrap_or_default());
            } else if locals.contains(&key) {
                let free = for_locals.entry(key.0).or_insert_with(|| short(b'a'));
                names
                    .local
                    .entry(key)
                    .or_insert_with(|| free.next().unwrap_or_default());
            }
        }
        names
    }

    pub(super) fn of_token(&self, read: &Read<'a>, at: usize) -> Option<&str> {
        let text = read.text(at);
        let name = self
            .top
            .get(text)
            .or_else(|| self.local.get(&(read.statement[at], text)));
        name.map(String::as_str)
    }

    pub(super) fn private(&self, name: &str) -> &str {
        self.private.get(name).map_or("", String::as_str)
    }
}

/// `a` to `z`, then `aa`, `ba` and so on; the first letter in the case that is asked for.
fn letters(count: usize, first: u8) -> String {
    let letter = |count: usize, a: u8| char::from(a + u8::try_from(count % 26).unwrap_or_default());
    let rest = iter::successors((count / 26).checked_sub(1), |rest| (rest / 26).checked_sub(1));
    iter::once(letter(count, first))
        .chain(rest.map(|count| letter(count, b'a')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_differ() {
        let many: Vec<String> = (0..800).map(|count| letters(count, b'a')).collect();
        assert_eq!(many.iter().collect::<HashSet<_>>().len(), many.len());
        assert_eq!(
            [&*many[0], &many[25], &many[26], &many[52], &many[702]],
            ["a", "z", "aa", "ab", "aaa"]
        );
    }
}
