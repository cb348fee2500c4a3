//! How the routes on policies fail, for the document. What makes them fail is decided elsewhere.

use crate::http::openapi::{Problems, problems};

type Said = (u16, &'static str);

const NO_SUCH: Said = (404, "`no_such_policy`: no record has that id.");
const TAKEN: Said = (
    409,
    "`already_exists`: there is a policy of that name for that platform. `too_many_exist`: there are as many as there may be.",
);
const TOO_LARGE: Said =
    (413, "`body_too_large`: the body, or the record with all that other programs keep in it.");
const INVALID: Said = (
    422,
    "`invalid_body`: a field is missing or unknown, or has a value that no policy may have; `detail` says which.",
);
const NOT_DONE: Said =
    (502, "`policies_refused`: the database answers, and does not do it; `detail` says what it lacks.");
const AWAY: Said = (
    503,
    "`policies_unavailable`, `store_unavailable`: the store of the policies does not answer; `Retry-After` says when to ask again.",
);
const NEVER_READ: Said = (
    503,
    "`policies_unavailable`, `store_unavailable`: the store of the policies does not answer, and was never read. Once it was read, \
     what was read last is answered, with `trouble`.",
);

/// Names what is said, so that a route can be given it.
macro_rules! problems_of {
    ($($(#[$for:meta])* $name:ident: $($said:expr),*;)*) => {
        $(
            $(#[$for])*
            pub(crate) enum $name {}

            impl utoipa::IntoResponses for $name {
                fn responses() -> Problems {
                    problems(&[$($said),*])
                }
            }
        )*
    };
}

problems_of! {
    /// Of all policies, where what was read last will do.
    ListProblems: NOT_DONE, NEVER_READ;
    /// Of all policies as they stand now.
    ExportProblems: NOT_DONE, AWAY;
    /// Of one that is read or removed.
    OneProblems: NO_SUCH, NOT_DONE, AWAY;
    /// Of one that is added. Nothing was changed then.
    CreateProblems: TAKEN, TOO_LARGE, INVALID, NOT_DONE, AWAY;
    /// Of one that is changed. Nothing was changed then.
    ReplaceProblems: NO_SUCH, (409, "`already_exists`: the name that it would get is another policy's on that platform."), TOO_LARGE,
        INVALID, NOT_DONE, AWAY;
    /// Of a list that is brought along. Nothing of it was written then.
    ImportProblems: (409, "`too_many_exist`: there would be more policies than there may be."), TOO_LARGE,
        (415, "`unsupported_list_type`: it has to be JSON, CSV or TOML, not compressed."),
        (422, "`invalid_list`: nothing of the list can be read; `detail` says where it fails."), NOT_DONE, AWAY;
}
