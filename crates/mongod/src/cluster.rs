//! A replica set of three, whose primary can be taken away.

use mongodb::bson::{Document, doc};

use crate::{Kind, Mongod, Other, SET};

/// Three servers that hold the same.
#[derive(Debug)]
pub struct Cluster {
    members: Vec<Mongod>,
}

impl Cluster {
    /// Starts one; answers `None` where there is none to start.
    #[must_use]
    pub fn start() -> Option<Self> {
        let mut members: Vec<Mongod> =
            std::iter::repeat_with(|| Mongod::place(Kind::Set)).take(3).collect::<Option<_>>()?;
        members.iter_mut().for_each(Mongod::spawn);
        let told = |(id, member): (i32, &Mongod)| doc! { "_id": id, "host": member.host() };
        let hosts: Vec<Document> = (0..).zip(&members).map(told).collect();
        // They notice soon that one is gone.
        let settings = doc! { "electionTimeoutMillis": 1000, "heartbeatIntervalMillis": 300 };
        members.iter().for_each(|member| member.wait_for("a server", |_| true));
        if let Some(first) = members.first() {
            first.initiate(hosts, settings);
            first.wait_for("a primary", |said| said.contains_key("primary"));
        }
        Some(Self { members })
    }

    /// The address of all of them.
    #[must_use]
    pub fn url(&self) -> String {
        let hosts: Vec<String> = self.members.iter().map(Mongod::host).collect();
        format!("mongodb://{}/?replicaSet={SET}", hosts.join(","))
    }

    /// Another program on it.
    #[must_use]
    pub fn other(&self) -> Other {
        Other::new(&self.url())
    }

    /// Which of them takes writes, as those say that run.
    #[must_use]
    pub fn primary(&self) -> Option<usize> {
        let is_primary = |member: &Mongod| {
            let said = member.child.as_ref().map(|_| member.itself().admin(doc! { "hello": 1 }));
            said.is_some_and(|said| {
                said.is_ok_and(|said| said.get_bool("isWritablePrimary").unwrap_or_default())
            })
        };
        self.members.iter().position(is_primary)
    }

    /// Ends one at once.
    pub fn stop(&mut self, which: usize) {
        if let Some(member) = self.members.get_mut(which) {
            member.stop();
        }
    }

    /// Starts one again with what it kept.
    pub fn run(&mut self, which: usize) {
        if let Some(member) = self.members.get_mut(which) {
            member.spawn();
            member.wait_for("a server", |_| true);
        }
    }
}
