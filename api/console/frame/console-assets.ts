import path from 'node:path';
import { projectRoot } from '../../../runtime/project-root';
import { type Assets, createAssets, script, style } from '../../assets/assets';
import { nhsukScript, nhsukStyle } from '../../assets/nhsuk';

const own = path.join(projectRoot, 'api/console/assets');

/** What the console looks like, and what is live on it. */
export const consoleAssets: Assets = createAssets('/console-assets', {
  'nhsuk.css': nhsukStyle,
  'nhsuk.mjs': nhsukScript,
  'console.css': style(path.join(own, 'console.css')),
  'alerts.mjs': script(path.join(own, 'alerts.mjs')),
  'console.mjs': script(path.join(own, 'console.mjs')),
});
