//! Web addresses: http and https only, host as A-labels.

use super::email::domain_label;
use crate::{Code, Result};

/// A web address with its scheme, host in lower case: `https://example.com/om`. Without a scheme, https is meant.
///
/// # Errors
/// [`Code::InvalidWebsite`].
pub fn website(typed: &str) -> Result<String> {
    parse(typed.trim()).ok_or(Code::InvalidWebsite.into())
}

fn parse(typed: &str) -> Option<String> {
    if typed.len() > 2_000
        || typed
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>\"\\`{}|^".contains(c))
    {
        return None;
    }
    let (scheme, rest) = match typed.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => ("https".to_owned(), typed),
    };
    if scheme != "http" && scheme != "https" {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
        None => (authority, None),
    };
    let host = domain_label(&host.to_lowercase())?;
    let port = port.map(|p| format!(":{p}")).unwrap_or_default();
    let path = if path == "/" { "" } else { path };
    Some(format!("{scheme}://{host}{port}{path}"))
}
