//! A script that got into the page after all reaches nobody: whatever it tries, a server on this computer hears nothing.

use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::page::Page;
use crate::stage::{Stage, wait_for};

/// Every way of a page to the network, tried at once; answers with what was refused when all had their time.
const TRY: &str = r"
const [at, done] = [arguments[0], arguments[arguments.length - 1]];
const http = `http://${at}/`, refused = [];
document.addEventListener('securitypolicyviolation', (e) => refused.push(e.effectiveDirective));
const put = (tag, set) => { const e = document.createElement(tag); Object.assign(e, set); document.head.append(e); };
put('img', { src: http + 'img' });
put('script', { src: http + 'script' });
put('iframe', { src: http + 'iframe' });
put('object', { data: http + 'object' });
put('audio', { src: http + 'audio', preload: 'auto' });
put('video', { src: http + 'video', preload: 'auto', poster: http + 'poster' });
for (const rel of ['stylesheet', 'icon', 'prefetch', 'preload', 'preconnect', 'dns-prefetch', 'modulepreload', 'prerender', 'manifest']) put('link', { rel, as: 'image', href: http + rel });
const style = document.createElement('div');
style.setAttribute('style', `background: url(${http}style)`);
document.body.append(style);
const tries = [
  () => fetch(http + 'fetch', { mode: 'no-cors' }),
  () => navigator.sendBeacon(http + 'beacon', 'x'),
  () => { const x = new XMLHttpRequest(); x.open('GET', http + 'xhr'); x.send(); },
  () => new WebSocket(`ws://${at}/ws`),
  () => new EventSource(http + 'events'),
  () => new Worker(http + 'worker'),
  () => import(http + 'import'),
  () => navigator.serviceWorker.register(http + 'sw'),
  () => { const f = document.createElement('form'); f.action = http + 'form'; f.method = 'post'; document.body.append(f); f.submit(); },
  () => { const a = document.createElement('a'); a.href = http + 'ping'; a.ping = http + 'ping'; document.body.append(a); a.click(); },
  () => window.open(http + 'open'),
  () => { const c = new RTCPeerConnection({ iceServers: [{ urls: `stun:${at}` }, { urls: `turn:${at}?transport=tcp`, username: 'x', credential: 'x' }] }); c.createDataChannel('x'); return c.createOffer().then((o) => c.setLocalDescription(o)); },
];
for (const one of tries) { try { Promise.resolve(one()).catch(() => {}); } catch {} }
setTimeout(() => done({ refused: [...new Set(refused)].sort(), origin: location.origin }), 4000);";

/// Counts who comes.
fn canary() -> (String, Arc<AtomicUsize>) {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = server.local_addr().expect("an address").to_string();
    let heard = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&heard);
    std::thread::spawn(move || {
        for mut caller in server.incoming().flatten() {
            count.fetch_add(1, Ordering::SeqCst);
            let _ = caller.set_read_timeout(Some(Duration::from_millis(200)));
            let _ = caller.read(&mut [0; 64]);
        }
    });
    (at, heard)
}

#[test]
fn a_script_in_the_page_reaches_nobody() {
    let (at, heard) = canary();
    let stage = Stage::new("sv");
    let page = Page::new(stage.open(&["--demo"]), "sv");
    page.find("link", &page.text("nav-contacts"));
    let tried = page.driver().run_async(TRY, json!([at]));
    assert_eq!(tried["origin"], "tauri://localhost", "nor led away");
    let refused: Vec<&str> = tried["refused"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for directive in ["connect-src", "img-src", "frame-src", "media-src"] {
        assert!(refused.contains(&directive), "{directive} of {refused:?}");
    }
    assert_eq!(heard.load(Ordering::SeqCst), 0, "somebody was reached");
    // The canary can hear.
    drop(TcpStream::connect(&at).expect("reached"));
    wait_for("the canary", Duration::from_secs(5), || {
        heard.load(Ordering::SeqCst) == 1
    });
    page.finish();
}
