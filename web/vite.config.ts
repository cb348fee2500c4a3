import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { pixelFonts } from './build/fonts.ts';
import { mockApi } from './dev/mock.ts';

export default defineConfig({
  // Assets are named relative to the page, and the page's <base> is set by the server: one build serves every sub-path.
  base: './',
  plugins: [svelte(), pixelFonts(), mockApi()],
  build: {
    target: 'es2022',
    // Small images would become data: URLs in CSS; fonts may not, the policy allows fonts from 'self' only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is bundled is named with its licence, as its licence asks.
    license: { fileName: 'assets/LICENSES.md' },
  },
  server: { fs: { allow: ['..'] } },
  test: { environment: 'node', include: ['src/**/*.test.ts', 'build/**/*.test.ts'] },
});
