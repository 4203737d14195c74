import path from 'node:path';
import { projectRoot } from '../../runtime/project-root';
import { type Assets, createAssets, script, style } from '../assets/assets';
import { nhsukStyle } from '../assets/nhsuk';

const own = path.join(projectRoot, 'api/pages/assets');

/** What the personal pages look like, and the way out of them. */
export const pageAssets: Assets = createAssets('/assets', {
  'nhsuk.css': nhsukStyle,
  'page.css': style(path.join(own, 'page.css')),
  'page.mjs': script(path.join(own, 'page.mjs')),
});
