import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const storage = 'Personal data stays in the vault: nothing is kept by the web view.';

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'src/lib/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } }
  },
  {
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      'no-eval': 'error',
      'no-restricted-globals': [
        'error',
        ...['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'].map((name) => ({ name, message: storage })),
        { name: 'fetch', message: 'The window has no network; call a command.' }
      ],
      'no-restricted-properties': [
        'error',
        ...['localStorage', 'sessionStorage', 'indexedDB'].map((property) => ({ object: 'window', property, message: storage })),
        { object: 'document', property: 'cookie', message: storage },
        { property: 'innerHTML', message: 'Text is text: never HTML.' },
        { property: 'outerHTML', message: 'Text is text: never HTML.' },
        { property: 'insertAdjacentHTML', message: 'Text is text: never HTML.' }
      ],
      'svelte/no-at-html-tags': 'error',
      // Directives (`style:height`) go through the CSSOM, which the Content-Security-Policy allows; attributes do not.
      'no-restricted-syntax': ['error', { selector: 'SvelteAttribute[key.name="style"]', message: 'The Content-Security-Policy allows no style attributes.' }],
      'svelte/button-has-type': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error'
    }
  }
);
