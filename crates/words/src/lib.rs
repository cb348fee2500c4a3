//! The wording of the program in Korean and English: `locales/{ko,en}/*.ftl`, embedded (Project Fluent).
//!
//! Here: which language a person wants, and the text of a message in it. Not here: what is said when,
//! and the page's own files, which the page loads by itself.

mod lang;
mod value;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use lang::{Lang, UnknownLang};
pub use value::Value;

/// The embedded files of one language, by name.
type Files = &'static [(&'static str, &'static str)];

macro_rules! files {
    ($lang:literal) => {
        &[
            ("cli", include_str!(concat!("../../../locales/", $lang, "/cli.ftl"))),
            ("api", include_str!(concat!("../../../locales/", $lang, "/api.ftl"))),
            ("config", include_str!(concat!("../../../locales/", $lang, "/config.ftl"))),
            ("nginx", include_str!(concat!("../../../locales/", $lang, "/nginx.ftl"))),
            ("watch", include_str!(concat!("../../../locales/", $lang, "/watch.ftl"))),
            ("rules", include_str!(concat!("../../../locales/", $lang, "/rules.ftl"))),
            ("verdict", include_str!(concat!("../../../locales/", $lang, "/verdict.ftl"))),
            ("policy", include_str!(concat!("../../../locales/", $lang, "/policy.ftl"))),
            ("explain", include_str!(concat!("../../../locales/", $lang, "/explain.ftl"))),
            ("refusals", include_str!(concat!("../../../locales/", $lang, "/refusals.ftl"))),
            ("mongo", include_str!(concat!("../../../locales/", $lang, "/mongo.ftl"))),
            ("deeds", include_str!(concat!("../../../locales/", $lang, "/deeds.ftl"))),
            ("acting", include_str!(concat!("../../../locales/", $lang, "/acting.ftl"))),
            ("autopilot", include_str!(concat!("../../../locales/", $lang, "/autopilot.ftl"))),
            ("cleanup", include_str!(concat!("../../../locales/", $lang, "/cleanup.ftl"))),
        ]
    };
}

const KO: Files = files!("ko");
const EN: Files = files!("en");

static KOREAN: LazyLock<Words> = LazyLock::new(|| Words::load(Lang::Ko));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::load(Lang::En));

/// All messages of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The messages of `lang`, parsed at the first use.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Ko => &KOREAN,
            Lang::En => &ENGLISH,
        }
    }

    /// The language of these messages.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a message `id`.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// The message `id` with its arguments put in, without isolation marks.
    ///
    /// Arguments are put in as they are: what comes from the system has to be made harmless by the
    /// caller (`domain::text::visible` for terminals). A message that does not exist is its own id,
    /// so that a mistake is seen and nothing is blank; in debug builds it stops the program.
    #[must_use]
    pub fn text(&self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            debug_assert!(false, "no message {id:?} in {}", self.lang);
            return id.to_owned();
        };
        let mut named = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            named.set(*name, value.fluent());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&named), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "message {id:?} in {}: {errors:?}", self.lang);
        text
    }

    fn load(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
        bundle.set_use_isolating(false);
        for (file, source) in files(lang) {
            // What is wrong in a file is found by the tests below; at run time the rest of it still serves.
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    debug_assert!(false, "{lang}/{file}.ftl: {errors:?}");
                    resource
                }
            };
            let added = bundle.add_resource(resource);
            debug_assert!(added.is_ok(), "{lang}/{file}.ftl repeats an id: {added:?}");
        }
        Self { lang, bundle }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

const fn files(lang: Lang) -> Files {
    match lang {
        Lang::Ko => KO,
        Lang::En => EN,
    }
}

#[cfg(test)]
mod tests;
