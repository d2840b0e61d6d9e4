// SvelteKit starts from an inline script; our Content-Security-Policy allows none. Moves it into a file of its own.
import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../build/index.html', import.meta.url);
const html = readFileSync(page, 'utf8');
const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)];
if (inline.length !== 1) throw new Error(`expected one inline script in index.html, found ${inline.length}`);
const [tag, code] = inline[0];
writeFileSync(new URL('../build/boot.js', import.meta.url), code);
const moved = html.replace(tag, '<script src="/boot.js"></script>');
if (/ style="| on[a-z]+="/.test(moved)) throw new Error('index.html carries an inline style or handler');
writeFileSync(page, moved);
