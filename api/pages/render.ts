import type { Response } from 'express';

/** Answers with a page made from a template and its view. */
export type Render = (response: Response, status: number, template: string, view: object) => void;
