// The Content-Security-Policy allows no inline script and no style attribute; SvelteKit and bits-ui write some. Moves them out.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const build = new URL('../build/', import.meta.url);

function only(found, what) {
  if (found.length !== 1) throw new Error(`expected one ${what}, found ${found.length}`);
  return found[0];
}

// The bootstrap becomes a file.
const page = new URL('index.html', build);
const html = readFileSync(page, 'utf8');
const [tag, code] = only([...html.matchAll(/<script>([\s\S]*?)<\/script>/g)], 'inline script in index.html');
writeFileSync(new URL('boot.js', build), code);
const moved = html.replace(tag, '<script src="/boot.js"></script>');
if (/ style="| on[a-z]+="/.test(moved)) throw new Error('index.html carries an inline style or handler');
writeFileSync(page, moved);

// The announcer of page changes is hidden by a class.
const chunks = new URL('_app/immutable/', build);
const name = only(readdirSync(chunks).filter((file) => file.endsWith('.js')), 'bundle');
const bundle = readFileSync(new URL(name, chunks), 'utf8');
const [style] = only([...bundle.matchAll(/ style="position: absolute; left: 0; top: 0; clip: rect[^"]*"/g)], 'style attribute of the announcer');
// So is a wrapper of bits-ui that is there for no box of its own.
const strict = bundle.replace(style, ' class="visually-hidden"').replaceAll('<div style="display: contents;"', '<div class="app"');
const left = /<[a-z][^<>`'"]*(?:"[^"<>]*"[^<>`'"]*)* style="[^"]*"/.exec(strict);
if (left) throw new Error(`a template carries a style attribute: ${left[0]}`);
writeFileSync(new URL(name, chunks), strict);
