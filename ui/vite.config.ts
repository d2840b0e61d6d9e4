import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit()],
  clearScreen: false,
  build: { target: ['es2022', 'safari16'], assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  server: { port: 1420, strictPort: true, fs: { allow: ['..'] } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' }
});
