import { mount } from 'svelte';
import App from './App.svelte';
import { startI18n } from './lib/i18n.svelte.ts';
import './styles/app.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app to mount into');
await startI18n();
mount(App, { target });
