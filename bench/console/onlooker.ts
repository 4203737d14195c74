import type { Reader } from './reader';

/** A page that somebody has open and looks away from: it looks again whenever it is told to, as the console's script does. */
export async function openPage(reader: Reader, path: string): Promise<void> {
  let page = (await reader.get(path)).body.toString();
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    again = looking;
    if (looking) return;
    looking = true;
    const version = bodyData(page, 'version');
    const asked = { 'x-asked-by': 'page', 'accept-encoding': 'identity' };
    const { status, body } = await reader.get(path, {
      ...asked,
      ...(version && { 'if-none-match': `W/"${version}"` }),
    });
    if (status === 200) page = body.toString();
    looking = false;
    if (again) await look();
  };
  // A look that fails is made up for by the next one, as on the page.
  await reader.listen(bodyData(page, 'stream'), () => void look().catch(() => undefined));
}

/** What the page's `<body>` says of itself. */
const bodyData = (page: string, name: string): string =>
  new RegExp(`<body[^>]* data-${name}="([^"]*)"`).exec(page)?.[1] ?? '';
