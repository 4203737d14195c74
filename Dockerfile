# One image for the API, the workers, the migrations and the tools: the command says which.

FROM node:20-slim AS base
WORKDIR /heed
# Migrations run on Prisma's WebAssembly engine and queries on its driver adapter: nothing native is downloaded.
ENV PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node CHECKPOINT_DISABLE=1

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npx prisma generate --no-hints
RUN npm run build
# Workers start without bundling.
RUN npm run build:workflows

FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM base AS run
# The Temporal client trusts the system's authorities, and this image has none of its own.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production WORKFLOW_BUNDLE=/heed/dist/workflow-bundle.js
COPY --from=dependencies /heed/node_modules node_modules
COPY --from=build /heed/package.json ./
COPY --from=build /heed/api/pages/templates api/pages/templates
COPY --from=build /heed/api/pages/assets api/pages/assets
COPY --from=build /heed/api/console/templates api/console/templates
COPY --from=build /heed/api/console/assets api/console/assets
COPY --from=build /heed/prisma/schema.prisma prisma/schema.prisma
COPY --from=build /heed/prisma/migrations prisma/migrations
COPY --from=build /heed/prisma/keys-migrations prisma/keys-migrations
COPY --from=build /heed/dist dist
# Who runs it owns nothing of it.
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "dist/api/health-check.js"]
CMD ["node", "--enable-source-maps", "dist/api/server.js"]
