#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, each in a file of its own, once: what is there already stays.
# What only a vendor can give is left empty, to be filled in.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder"

# The containers' users must be able to read them; nobody else gets into the folder.
put() {
  if [ ! -e "$folder/$1" ]; then
    printf '%s' "$2" >"$folder/$1"
    chmod 444 "$folder/$1"
  fi
}
random() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }
word() { head -c 24 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }
kept() { cat "$folder/$1"; }

for role in heed_owner heed_app keys_owner heed_keys_app temporal; do
  put "${role}_password" "$(word)"
done
put migration_database_url "postgresql://heed_owner:$(kept heed_owner_password)@postgres:5432/heed"
put keys_migration_database_url "postgresql://heed_owner:$(kept keys_owner_password)@postgres-keys:5432/heed_keys"
put database_url "postgresql://heed_app:$(kept heed_app_password)@postgres:5432/heed"
put keys_database_url "postgresql://heed_keys_app:$(kept heed_keys_app_password)@postgres-keys:5432/heed_keys"

ring=$(date -u +%Y-%m-%d)
put encryption_keys "ring-$ring:$(random)"
put index_keys "index-$ring:$(random)"
put session_secret "$(random)"

for vendors in oidc_client_secret twilio_auth_token sendgrid_api_key sendgrid_webhook_public_key stripe_webhook_secret \
  temporal_api_key temporal_tls_cert temporal_tls_key temporal_tls_ca; do
  put "$vendors" ''
  [ -s "$folder/$vendors" ] || chmod 644 "$folder/$vendors"
done
