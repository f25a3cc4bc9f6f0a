import { staffRoutes } from '../contract/routes.ts';
import { type Settings, settingsChange } from '../contract/settings.ts';
import { contextOf, type Setup, transaction } from './context.ts';
import { answerJson, type App, authorized, pattern } from './http.ts';
import { Refusal } from './problems.ts';
import { checkWrite, readBody } from './requests.ts';
import { changeSettings, settingsIn } from './settings.ts';

/** The merchant's own choices. */
export function mountSettings(app: App, setup: Setup): void {
  app.get(pattern(staffRoutes.settings.path), async (c) => {
    const context = await contextOf(setup);
    await authorized(context, c, 'settings.read', null);
    return answerJson(c, (await transaction(context, (tx) => settingsIn(tx, context))) satisfies Settings);
  });

  app.patch(pattern(staffRoutes.changeSettings.path), async (c) => {
    checkWrite(c.req.raw);
    const body = await readBody(c.req.raw, settingsChange);
    const context = await contextOf(setup);
    const { permissions } = await authorized(context, c, 'settings.change', null);
    if (!permissions.changeSettings) throw new Refusal('forbidden', 'none', 'This person may not change settings.');
    if (!body.request) throw body.refusal;
    return c.json((await changeSettings(context, body.request)) satisfies Settings);
  });
}
