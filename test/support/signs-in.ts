import type { Page } from 'playwright-core';
import type { StaffKey } from '../../prisma/demo-data';
import type { World } from './world';

/** A member of staff opens a page of the console, and signs in at the identity provider on the way. */
export async function signsIn(page: Page, { heed }: Pick<World, 'heed'>, key: StaffKey, path = '/'): Promise<void> {
  await page.goto(heed.url + path);
  await chooses(page, heed.demo.organisation.staff[key].id);
  await page.waitForURL(`${heed.url}${path}`);
}

/** Says to the local identity provider who they are. */
export async function chooses(page: Page, staffId: string): Promise<void> {
  await page.locator(`input[name="account"][value="${staffId}"]`).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
}
