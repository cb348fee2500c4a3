//! What can go wrong with a database that is somewhere else, in terms that no driver has a part in. How a driver's
//! error becomes one of these is the backend's work; the wording for people is that of whoever shows it.

/// Why a remote database did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteFault {
    /// Its address cannot be understood.
    Address,
    /// Nobody answers there, or nobody who may be written to.
    Unreachable,
    /// It answers, but not in time.
    TooSlow,
    /// It does not take our name and password.
    Credentials,
    /// We may not do that there.
    Denied,
    /// No safe connection could be made.
    Certificate,
    /// Somebody else changed the same at the same time, again and again.
    Conflict,
    /// Something else; what it said tells.
    Other,
}

impl RemoteFault {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Address,
        Self::Unreachable,
        Self::TooSlow,
        Self::Credentials,
        Self::Denied,
        Self::Certificate,
        Self::Conflict,
        Self::Other,
    ];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Unreachable => "unreachable",
            Self::TooSlow => "too_slow",
            Self::Credentials => "credentials",
            Self::Denied => "denied",
            Self::Certificate => "certificate",
            Self::Conflict => "conflict",
            Self::Other => "other",
        }
    }

    /// What is wrong, what the database said of it if it said something, and the way out.
    pub(crate) fn sentence(self, said: &str) -> String {
        let (wrong, way_out) = self.told();
        match said {
            "" => format!("{wrong}; {way_out}"),
            said => format!("{wrong} ({said}); {way_out}"),
        }
    }

    const fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Address => ("the address of the database cannot be understood", "correct mongo_url"),
            Self::Unreachable => {
                ("the database cannot be reached", "start it, or check mongo_url and the network")
            }
            Self::TooSlow => {
                ("the database does not answer in time", "check it and the network, then try again")
            }
            Self::Credentials => ("the database refuses the name and password", "correct them in mongo_url"),
            Self::Denied => ("the database does not allow that", "give this user the role readWrite there"),
            Self::Certificate => (
                "no safe connection to the database",
                "check its certificate and the tls options of mongo_url",
            ),
            Self::Conflict => ("another program keeps changing the same", "try again"),
            Self::Other => ("the database refuses", "read what it said"),
        }
    }
}
