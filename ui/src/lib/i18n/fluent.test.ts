import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import { format } from './fluent';

const root = new URL('../../../../', import.meta.url).pathname;
const locales = join(root, 'locales');

function ids(locale: string): Map<string, string[]> {
  const files = readdirSync(join(locales, locale)).filter((name) => name.endsWith('.ftl'));
  return new Map(
    files.map((name) => {
      const resource = new FluentResource(readFileSync(join(locales, locale, name), 'utf8'));
      return [name, resource.body.map((entry) => entry.id)];
    })
  );
}

function* sources(folder: string): Generator<[string, string]> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(svelte|ts)$/.test(entry.name) && !/\.test\.ts$|bindings\.ts$/.test(entry.name)) yield [path, readFileSync(path, 'utf8')];
  }
}

/** Ids that are written out in `t('…')`, and beginnings of ids that are put together as `t(\`…${…}\`)`. */
function used(): { whole: Set<string>; begun: Set<string> } {
  const whole = new Set<string>();
  const begun = new Set<string>();
  for (const [, text] of sources(join(root, 'ui/src'))) {
    for (const match of text.matchAll(/\bt\(\s*'([a-z0-9-]+)'/g)) whole.add(match[1] as string);
    for (const match of text.matchAll(/\bt\(\s*`([a-z0-9-]+)\$\{/g)) begun.add(match[1] as string);
    for (const match of text.matchAll(/\bt\([^)'`]*\?\s*'([a-z0-9-]+)'\s*:\s*'([a-z0-9-]+)'/g)) {
      whole.add(match[1] as string);
      whole.add(match[2] as string);
    }
  }
  return { whole, begun };
}

describe('the texts', () => {
  const sv = ids('sv');
  const en = ids('en');
  const all = [...sv.values()].flat();

  it('have the same files and ids in Swedish and English', () => {
    expect([...en.keys()].sort()).toEqual([...sv.keys()].sort());
    for (const [file, names] of sv) expect([...(en.get(file) ?? [])].sort(), file).toEqual([...names].sort());
  });

  it('name no id twice in one language', () => {
    const window = [...sv].filter(([file]) => file !== 'cli.ftl').flatMap(([, names]) => names);
    expect(window.filter((id, index) => window.indexOf(id) !== index)).toEqual([]);
  });

  it('hold every id that the window uses', () => {
    const { whole, begun } = used();
    expect(whole.size, 'the search for used ids found nothing').toBeGreaterThan(20);
    expect([...whole].filter((id) => !all.includes(id))).toEqual([]);
    expect([...begun].filter((start) => !all.some((id) => id.startsWith(start)))).toEqual([]);
  });

  it('are read without a fault', () => {
    for (const locale of ['sv', 'en'] as const)
      for (const [file, names] of ids(locale)) {
        const text = readFileSync(join(locales, locale, file), 'utf8');
        const written = [...text.matchAll(/^([a-z][a-z0-9-]*) ?=/gm)].map((match) => match[1]);
        expect(names, `${locale}/${file} has a message that does not parse`).toEqual(written);
      }
  });

  it('give every error code of the core a sentence', () => {
    const rust = readFileSync(join(root, 'core/src/error.rs'), 'utf8');
    const body = /^codes! \{([\s\S]*?)\n\}/m.exec(rust)?.[1] ?? '';
    const codes = [...body.matchAll(/^ {4}([A-Z][A-Za-z]+),/gm)].map((match) =>
      (match[1] as string).replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()
    );
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !all.includes(`error-${code}`))).toEqual([]);
    for (const code of codes)
      for (const locale of ['sv', 'en'] as const) expect(format(locale, `error-${code}`), code).toMatch(/\.$/);
  });
});

describe('a sentence', () => {
  it('fences in a name that changes the direction of writing', () => {
    expect(format('sv', 'recovery-group', { number: '\u202eabc' })).toBe('Grupp \u2068\u202eabc\u2069');
    expect(format('sv', 'recovery-group', { number: 'Åsa' })).toBe('Grupp Åsa');
  });

  it('counts in the language of the reader', () => {
    expect(format('en', 'period-years', { count: 1 })).toBe('1 year');
    expect(format('en', 'period-years', { count: 3 })).toBe('3 years');
    expect(format('sv', 'period-months', { count: 2 })).toBe('2 månader');
  });
});
