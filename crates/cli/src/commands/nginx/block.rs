//! The text of the server block, for nginx 1.18 and later: directives here, comments in the reader's words.
//!
//! Every header that could speak for the client is set or emptied: one that nginx does not name, it passes
//! on as the client wrote it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use server::BasePath;
use words::{Value, Words};

/// Longest name that fits the hash of names as nginx sizes it on usual processors
/// (`server_names_hash_bucket_size` 64: a pointer, and name and length aligned to 8, and an end mark).
const LONGEST_HASHED_NAME: usize = 46;
/// Where nginx listens when there is no name to show a certificate for: this machine only.
const WITHOUT_DOMAIN: &str = "127.0.0.1:8080";

/// What is asked for, checked: every text in it is safe in an nginx file as it is.
pub(super) struct Site {
    /// The name under which browsers come; without one the block is for this machine only, without TLS.
    pub(super) domain: Option<String>,
    /// Path below which the page lies.
    pub(super) base: BasePath,
    /// The configuration says another base now, which has to go.
    pub(super) clears_base: bool,
    /// Where the server listens.
    pub(super) upstream: Upstream,
    /// Group of nginx's workers.
    pub(super) group: String,
    /// Whether this machine speaks IPv6.
    pub(super) ipv6: bool,
}

/// Where nginx finds the server.
pub(super) enum Upstream {
    /// Over TCP.
    Tcp(SocketAddr),
    /// On a unix socket.
    Unix(String),
}

impl Site {
    /// The file that certbot makes for the domain, and that nginx does not start without.
    pub(super) fn certificate(&self) -> Option<String> {
        self.domain.as_ref().map(|domain| format!("/etc/letsencrypt/live/{domain}/fullchain.pem"))
    }
}

/// The keys of our own configuration that the block relies on, as TOML.
pub(super) fn keys(site: &Site) -> String {
    let mut keys = String::new();
    let mut key = |name: &str, value: String| keys.push_str(&format!("{name} = {value}\n"));
    match &site.upstream {
        Upstream::Unix(path) => {
            key("listen", format!("\"unix:{path}\""));
            key("socket_group", toml::Value::from(site.group.as_str()).to_string());
            key("trusted_proxies", "[\"unix\"]".to_owned());
        }
        Upstream::Tcp(address) => {
            // The kernel answers for all of 127.0.0.0/8 as 127.0.0.1, for any other own address as itself.
            let from = match address.ip() {
                IpAddr::V4(ip) if ip.is_loopback() => Ipv4Addr::LOCALHOST.into(),
                ip => ip,
            };
            key("listen", format!("\"{address}\""));
            key("trusted_proxies", format!("[\"{from}\"]"));
        }
    }
    if let Some(domain) = &site.domain {
        key("allowed_hosts", format!("[\"{domain}\"]"));
    }
    if site.clears_base || !site.base.as_str().is_empty() {
        key("base_path", format!("\"{}\"", site.base.as_str()));
    }
    keys
}

/// The whole file.
pub(super) fn write(site: &Site, words: &Words) -> String {
    let mut page = Page { text: String::new(), words };
    page.head(site);
    match &site.domain {
        Some(domain) => page.with_tls(site, domain),
        None => page.plain(site),
    }
    page.text
}

struct Page<'a> {
    text: String,
    words: &'a Words,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A message as comment lines.
    fn say(&mut self, indent: &str, id: &str, args: &[(&str, Value<'_>)]) {
        for line in self.words.text(id, args).lines() {
            self.line(format!("{indent}# {line}").trim_end());
        }
    }

    /// Lines to copy, inside a comment.
    fn copy(&mut self, lines: &str) {
        lines.lines().for_each(|line| self.line(&format!("#     {line}")));
    }

    fn head(&mut self, site: &Site) {
        self.say("", "nginx-what", &[]);
        self.line("#");
        self.say("", "nginx-keys", &[]);
        self.copy(&keys(site));
        if let Upstream::Unix(_) = site.upstream {
            self.say("", "nginx-group", &[]);
        }
        if let (Some(domain), Some(path)) = (&site.domain, site.certificate()) {
            self.line("#");
            self.say("", "nginx-certificate", &[("path", (&path).into())]);
            self.copy(&format!("certbot certonly --nginx -d {domain}"));
        }
        self.line("#");
        self.say("", "nginx-place", &[]);
        self.copy("nginx -t && systemctl reload nginx");
        if !site.base.as_str().is_empty() {
            self.line("#");
            self.say("", "nginx-shared", &[]);
        }
        self.line("");
    }

    fn plain(&mut self, site: &Site) {
        self.line("server {");
        self.say("    ", "nginx-this-machine", &[("address", WITHOUT_DOMAIN.into())]);
        self.line(&format!("    listen {WITHOUT_DOMAIN};"));
        self.line("    server_name localhost;");
        self.body(site);
    }

    fn with_tls(&mut self, site: &Site, domain: &str) {
        let name = server_name(domain);
        self.say("", "nginx-redirect", &[]);
        self.line("server {");
        self.listen(site, "80", "");
        self.line(&format!("    server_name {name};"));
        // Not `$host`: where this is the only block of the port, any name ends here.
        self.line(&format!("    return 301 https://{domain}$request_uri;"));
        self.line("}\n");
        self.line("server {");
        self.say("    ", "nginx-http2", &[]);
        self.listen(site, "443", " ssl http2");
        self.line(&format!("    server_name {name};\n"));
        self.line(&format!("    ssl_certificate     /etc/letsencrypt/live/{domain}/fullchain.pem;"));
        self.line(&format!("    ssl_certificate_key /etc/letsencrypt/live/{domain}/privkey.pem;"));
        self.line("    ssl_protocols TLSv1.2 TLSv1.3;\n");
        self.say("    ", "nginx-hsts", &[]);
        self.line("    add_header Strict-Transport-Security \"max-age=31536000\" always;");
        self.line("    proxy_hide_header Strict-Transport-Security;");
        self.body(site);
    }

    fn listen(&mut self, site: &Site, port: &str, more: &str) {
        self.line(&format!("    listen {port}{more};"));
        if !site.ipv6 {
            self.say("    ", "nginx-no-ipv6", &[]);
        }
        self.line(&format!("    {}listen [::]:{port}{more};", if site.ipv6 { "" } else { "# " }));
    }

    /// The rest of the block, the same with and without TLS.
    fn body(&mut self, site: &Site) {
        let base = site.base.as_str();
        let prefix = if base.is_empty() { "\"\"" } else { base };
        self.line("");
        self.say("    ", "nginx-body-size", &[]);
        self.line("    client_max_body_size 1m;\n");
        if !base.is_empty() {
            self.say("    ", "nginx-slash", &[]);
            self.line(&format!("    location = {base} {{"));
            self.line("        absolute_redirect off;");
            self.line(&format!("        return 301 {base}/;"));
            self.line("    }\n");
            self.say("    ", "nginx-elsewhere", &[]);
            self.line("    location / {");
            self.line("        return 404;");
            self.line("    }\n");
        }
        self.line(&format!("    location {} {{", site.base.folder()));
        self.say("        ", "nginx-pass", &[]);
        match &site.upstream {
            Upstream::Tcp(address) => self.line(&format!("        proxy_pass http://{address};")),
            Upstream::Unix(path) => self.line(&format!("        proxy_pass http://unix:{path};")),
        }
        self.line("        proxy_http_version 1.1;\n");
        self.say("        ", "nginx-headers", &[]);
        for (name, value) in [
            ("Host", "$http_host"),
            ("X-Forwarded-Host", "$http_host"),
            ("X-Forwarded-For", "$remote_addr"),
            ("X-Forwarded-Proto", "$scheme"),
            ("X-Forwarded-Prefix", prefix),
            ("X-Real-IP", "\"\""),
            ("Forwarded", "\"\""),
        ] {
            self.line(&format!("        proxy_set_header {name} {value};"));
        }
        self.line("");
        self.say("        ", "nginx-streams", &[]);
        self.line("        proxy_buffering off;");
        self.line("        proxy_read_timeout 1h;\n");
        self.say("        ", "nginx-gzip", &[]);
        self.line("        gzip off;");
        self.line("    }\n}");
    }
}

/// The name as `server_name` takes it. One too long for the hash of names would keep nginx from starting;
/// a pattern is not hashed.
fn server_name(domain: &str) -> String {
    if domain.len() <= LONGEST_HASHED_NAME {
        return domain.to_owned();
    }
    format!("\"~^{}$\"", domain.replace('.', "\\."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    fn site(domain: Option<&str>, base: &str, upstream: Upstream) -> Site {
        Site {
            domain: domain.map(str::to_owned),
            base: base.parse().unwrap(),
            clears_base: false,
            upstream,
            group: "www-data".to_owned(),
            ipv6: true,
        }
    }

    #[test]
    fn the_languages_differ_in_comments_only() {
        let site = site(Some("mon.example.org"), "/mon", Upstream::Unix("/run/x.sock".to_owned()));
        let directives = |lang: Lang| {
            let text = write(&site, Words::of(lang));
            let plain = text.lines().filter(|line| !line.trim_start().starts_with("# ")).map(str::to_owned);
            plain.collect::<Vec<_>>().join("\n")
        };
        assert_eq!(directives(Lang::Ko), directives(Lang::En));
    }

    #[test]
    fn the_keys_say_where_nginx_connects_and_from_where_it_comes() {
        let of = |address: &str| keys(&site(None, "", Upstream::Tcp(address.parse().unwrap())));
        assert_eq!(of("127.0.0.1:8000"), "listen = \"127.0.0.1:8000\"\ntrusted_proxies = [\"127.0.0.1\"]\n");
        assert!(of("127.0.0.7:8000").contains("trusted_proxies = [\"127.0.0.1\"]"));
        assert!(of("[::1]:8000").contains("trusted_proxies = [\"::1\"]"));
        assert!(of("10.0.0.5:8000").contains("trusted_proxies = [\"10.0.0.5\"]"));
        let mut cleared = site(None, "", Upstream::Unix("/run/x.sock".to_owned()));
        cleared.clears_base = true;
        assert!(keys(&cleared).ends_with("trusted_proxies = [\"unix\"]\nbase_path = \"\"\n"));
    }

    #[test]
    fn without_ipv6_nothing_listens_on_it() {
        let mut site = site(Some("mon.example.org"), "", Upstream::Unix("/run/x.sock".to_owned()));
        site.ipv6 = false;
        let text = write(&site, Words::of(Lang::En));
        assert_eq!(text.matches("listen [::]").count(), 2);
        assert_eq!(text.matches("    # listen [::]").count(), 2);
    }

    #[test]
    fn a_name_that_would_burst_the_hash_is_a_pattern_of_that_name() {
        assert_eq!(server_name("mon.example.org"), "mon.example.org");
        let long = format!("{}.example.org", "a".repeat(50));
        assert_eq!(server_name(&long), format!("\"~^{}\\.example\\.org$\"", "a".repeat(50)));
    }
}
