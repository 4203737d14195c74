import { static as files, Router } from 'express';
import helmet from 'helmet';
import { absolutePath } from 'swagger-ui-dist';
import { openApiDocument } from '../contract/document';

/** `/openapi.json`, and `/docs` to read it: served from here, with nothing from elsewhere. */
export function docsRoutes(): Router {
  const router = Router();
  const document = openApiDocument();
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.use('/docs', readable);
  router.get('/docs', (request, response) => {
    // The page names its parts beside itself.
    if (!request.originalUrl.startsWith('/docs/')) response.redirect('/docs/');
    else response.type('html').send(page);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('js').send(start);
  });
  router.use('/docs', files(absolutePath(), { index: false }));
  return router;
}

/** The reader styles what it draws by itself, and draws its icons in place. */
const readable = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
  },
});

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Heed: the API</title>
<link rel="stylesheet" href="swagger-ui.css">
</head>
<body>
<main id="contract"><noscript>The contract as it stands: <a href="/openapi.json">openapi.json</a></noscript></main>
<script src="swagger-ui-bundle.js"></script>
<script src="start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#contract', deepLinking: true, validatorUrl: null });
`;
