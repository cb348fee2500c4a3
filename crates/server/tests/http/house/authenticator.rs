//! An authenticator, and the way to get it known to the server.

use serde_json::json;

use super::{House, PASSWORD};

/// What somebody has on the phone, and on paper.
pub struct Authenticator {
    secret: String,
    pub uri: String,
    pub qr_svg: String,
    pub recovery_codes: Vec<String>,
    /// The session that switched it on.
    pub cookie: String,
}

impl Authenticator {
    /// Switches the second factor of `name` on, and waits for a code that was not used yet.
    pub fn of(house: &House, name: &str) -> Self {
        let cookie = house.log_in(name);
        let totp =
            |method: &str, body| house.request(method, "/api/v1/me/totp").session(&cookie).json(&body).send();
        let offer = totp("POST", json!({"password": PASSWORD}));
        assert_eq!(offer.status, 200, "{}", offer.text());
        let told = |key: &str| offer.json()[key].as_str().unwrap().to_owned();
        let mut authenticator = Self {
            secret: told("secret"),
            uri: told("uri"),
            qr_svg: told("qr_svg"),
            recovery_codes: Vec::new(),
            cookie: String::new(),
        };
        let enabled = totp("PUT", json!({"code": authenticator.shown(house)}));
        assert_eq!(enabled.status, 200, "{}", enabled.text());
        let codes = enabled.json();
        authenticator.recovery_codes = codes["recovery_codes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap().into())
            .collect();
        authenticator.cookie = enabled.cookie();
        house.clock.pass(std::time::Duration::from_secs(30));
        authenticator
    }

    /// The code of this moment.
    pub fn shown(&self, house: &House) -> String {
        use server::auth::Clock;
        let secret = totp_rs::Secret::try_from_base32(&self.secret).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        totp.generate(u64::try_from(house.clock.wall().0 / 1_000_000_000).unwrap()).to_string()
    }

    /// Whatever must be seen nowhere.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        [self.secret.as_str()].into_iter().chain(self.recovery_codes.iter().map(String::as_str))
    }
}
