#!/usr/bin/env bash
# Databend's language against a real S3 service with a real token service: Debian's Ceph gateway.
# Keys are rotated and revoked under a table, then exchanged for a role. See soak/README.md.
#
#   soak/ceph.sh [--install]
#
# --install   fetches what is missing with apt-get; needs root
#
# Everything runs on loopback in a folder of its own, which is gone afterwards: one monitor, one
# storage daemon in memory, one gateway, one Fairlead. Ends with 0 when every step went as written.
set -euo pipefail

packages="radosgw ceph-mon ceph-osd ceph-common"
tools="radosgw radosgw-admin ceph ceph-mon ceph-osd ceph-authtool monmaptool curl psql uuidgen"
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/fairlead-soak.XXXXXX")
pids=()

die() { echo "soak: $*" >&2; exit 1; }

# What does not end when it is asked to is ended half a minute later.
stop() {
  local pid left=60
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  for pid in ${pids[@]+"${pids[@]}"}; do
    while kill -0 "$pid" 2>/dev/null && [ $left -gt 0 ]; do sleep 0.5; left=$((left - 1)); done
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

missing() {
  local tool
  for tool in $tools; do command -v "$tool" >/dev/null || echo "$tool"; done
}

if [ "${1:-}" = --install ] && [ -n "$(missing)" ]; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    $packages curl postgresql-client uuid-runtime >"$work/apt.log" 2>&1 ||
    { tail -n 5 "$work/apt.log" >&2; die "Debian's packages $packages cannot be installed here"; }
fi
[ -z "$(missing)" ] ||
  die "misses $(missing | tr '\n' ' '); on Debian: apt install $packages curl postgresql-client uuid-runtime, or --install"

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

runs() { [ ${#pids[@]} = 0 ] || kill -0 "${pids[-1]}" 2>/dev/null; }

gave_up() {
  tail -n 5 "$work"/*.out "$work"/*.log >&2 2>/dev/null || true
  die "gave up waiting for: $1"
}

# Runs a command until it succeeds, for at most so many seconds, and no longer than what was started
# last is there.
until_works() {
  local left=$(($1 * 2)); shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ $left -gt 0 ] || gave_up "$*"
    runs || gave_up "$*"
    sleep 0.5
  done
}

# --- Ceph --------------------------------------------------------------------------------------

gateway=$(free_port)
endpoint=http://127.0.0.1:$gateway
export CEPH_CONF=$work/ceph.conf CEPH_ARGS="--log-to-stderr=false"

# Without cephx the gateway hangs.
start_ceph() {
  local fsid monitor uuid secret
  fsid=$(uuidgen) monitor=$(free_port) uuid=$(uuidgen)
  mkdir "$work/mon" "$work/osd" "$work/rgw"
  cat >"$CEPH_CONF" <<CONF
[global]
fsid = $fsid
mon initial members = a
mon host = [v2:127.0.0.1:$monitor]
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
run dir = $work
admin socket = $work/\$name.asok
keyring = $work/keyring
log file = $work/\$name.log
mon cluster log file = $work/cluster.log
crash dir = $work
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
[mon]
mon data = $work/mon
mon data avail crit = 1
[osd]
osd data = $work/osd
osd objectstore = memstore
memstore device bytes = 1073741824
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$gateway
rgw data = $work/rgw
rgw s3 auth use sts = true
rgw sts key = 0123456789abcdef
CONF
  ceph-authtool --create-keyring "$work/keyring" --gen-key -n mon. --cap mon 'allow *' >"$work/keys.out"
  ceph-authtool "$work/keyring" --gen-key -n client.admin \
    --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' >>"$work/keys.out"
  monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$monitor]" "$work/monmap" >/dev/null
  ceph-mon --mkfs -i a --monmap "$work/monmap" --keyring "$work/keyring"
  ceph-mon -f -i a >"$work/mon.out" 2>&1 & pids+=($!)
  until_works 60 ceph --connect-timeout 2 -s

  secret=$(ceph-authtool --gen-print-key)
  echo "{\"cephx_secret\": \"$secret\"}" | ceph osd new "$uuid" -i - >/dev/null
  ceph-authtool --create-keyring "$work/osd/keyring" -n osd.0 --add-key "$secret" >>"$work/keys.out"
  ceph-osd -i 0 --mkfs --osd-uuid "$uuid" --keyring "$work/osd/keyring" >"$work/mkfs.out" 2>&1
  ceph-osd -f -i 0 --keyring "$work/osd/keyring" >"$work/osd.out" 2>&1 & pids+=($!)
  until_works 60 sh -c "ceph osd stat | grep -q '1 up'"

  ceph auth get-or-create client.rgw mon 'allow rw' osd 'allow rwx' >"$work/rgw/keyring"
  radosgw -f -n client.rgw --keyring "$work/rgw/keyring" >"$work/rgw.out" 2>&1 & pids+=($!)
  until_works 120 curl -sf "$endpoint/"
}

admin() { radosgw-admin "$@" 2>>"$work/admin.log"; }

# --- what is asked of S3 and STS beside Fairlead -----------------------------------------------

signed() { # service key secret, then curl's own
  local service=$1 key=$2 secret=$3; shift 3
  curl -sf --aws-sigv4 "aws:amz:us-east-1:$service" -u "$key:$secret" "$@"
}

inside() { sed -n "s/.*<$1>\([^<]*\)<.*/\1/p" <<<"$2"; }

# --- Fairlead ----------------------------------------------------------------------------------

start_fairlead() {
  pg=$(free_port)
  export PGPASSWORD=soak PGHOST=127.0.0.1 PGPORT=$pg PGUSER=admin PGDATABASE=fairlead
  AWS_ACCESS_KEY_ID=app AWS_SECRET_ACCESS_KEY=app-secret FAIRLEAD_ADMIN_PASSWORD=soak \
    "$home/fairlead" serve --data "$work/data" --pg-port "$pg" --http-port off --mysql-port off \
    >"$work/fairlead.log" 2>&1 & pids+=($!)
  until_works 600 grep -q ^ready "$work/fairlead.log"
}

step=0
said() { # what it shows, and what came with it
  step=$((step + 1))
  printf '%2d  %s\n' "$step" "$1"
  [ -z "${2-}" ] || sed 's/^/      /' <<<"$2"
}

run() { psql -XqAt -v ON_ERROR_STOP=1 -c "SET dialect = 'databend'" -c "$1" 2>"$work/said"; }

does() { # what it shows, the statement, the expected rows
  local got
  got=$(run "$2") || { cat "$work/said" >&2; die "failed: $1"; }
  [ "$got" = "${3-}" ] || die "$1: expected \"${3-}\", got \"$got\""
  said "$1"
}

refused() { # what it shows, the statement, a pattern of the error
  if run "$2" >/dev/null; then die "went through: $1"; fi
  cat "$work/said" >>"$work/all-said"
  grep -Eq "$3" "$work/said" || { cat "$work/said" >&2; die "refused for another reason: $1"; }
  said "$1" "$(cat "$work/said")"
}

place="ENDPOINT_URL = '$endpoint' REGION = 'us-east-1'"
rows() { does "$1" "SELECT string_agg(id || name, ',' ORDER BY id) FROM orders" "$2"; }

# --- the scenario ------------------------------------------------------------------------------

"$home/fairlead" --version >/dev/null # builds where it must, before anything is started
start_ceph
admin user create --uid owner --display-name Owner --access-key first --secret-key first-secret >/dev/null
admin user create --uid app --display-name App --access-key app --secret-key app-secret >/dev/null
signed s3 first first-secret -X PUT -H "x-amz-content-sha256: UNSIGNED-PAYLOAD" "$endpoint/orders" >/dev/null
admin role create --role-name loader --assume-role-policy-doc '{"Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": ["sts:AssumeRole"],
  "Principal": {"AWS": ["arn:aws:iam:::user/app"]}}]}' >/dev/null
admin role-policy put --role-name loader --policy-name orders --policy-doc '{"Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": ["s3:*"],
  "Resource": ["arn:aws:s3:::orders", "arn:aws:s3:::orders/*"]}]}' >/dev/null
role=arn:aws:iam:::role/loader
start_fairlead

does "a connection with keys" \
  "CREATE CONNECTION c STORAGE_TYPE = 's3' ACCESS_KEY_ID = 'first' SECRET_ACCESS_KEY = 'first-secret' $place"
does "a table in the bucket" \
  "CREATE TABLE orders (id INT, name VARCHAR) 's3://orders/t/' CONNECTION = (CONNECTION_NAME = 'c')"
does "INSERT writes an object" "INSERT INTO orders VALUES (1, 'a'), (2, 'b')"
rows "SELECT reads it" "1a,2b"

refused "a wrong secret is refused and nothing changes" \
  "ALTER TABLE orders CONNECTION = (ACCESS_KEY_ID = 'first' SECRET_ACCESS_KEY = 'wrong')" \
  "signature|secret|may not be"
refused "another user's keys are refused on the bucket" \
  "ALTER TABLE orders CONNECTION = (ACCESS_KEY_ID = 'app' SECRET_ACCESS_KEY = 'app-secret')" \
  "denied|denies|may not"
rows "the table is as it was" "1a,2b"

admin key create --uid owner --key-type s3 --access-key second --secret-key second-secret >/dev/null
admin key rm --uid owner --key-type s3 --access-key first >/dev/null
refused "the first key is revoked: INSERT is refused" \
  "INSERT INTO orders VALUES (9, 'lost')" "access key|not known|denied"
does "CREATE OR REPLACE with the second key, the first one dead" \
  "CREATE OR REPLACE CONNECTION c STORAGE_TYPE = 's3' ACCESS_KEY_ID = 'second' SECRET_ACCESS_KEY = 'second-secret' $place"
does "INSERT with the second key" "INSERT INTO orders VALUES (3, 'c')"
rows "every row is there, and none of the refused" "1a,2b,3c"

admin key create --uid owner --key-type s3 --access-key third --secret-key third-secret >/dev/null
does "another connection, with the third key" \
  "CREATE CONNECTION c3 STORAGE_TYPE = 's3' ACCESS_KEY_ID = 'third' SECRET_ACCESS_KEY = 'third-secret' $place"
admin key rm --uid owner --key-type s3 --access-key second >/dev/null
does "ALTER TABLE CONNECTION after the second key was revoked" \
  "ALTER TABLE orders CONNECTION = (CONNECTION_NAME = 'c3')"
does "INSERT with the third key" "INSERT INTO orders VALUES (4, 'd')"
rows "every row is there" "1a,2b,3c,4d"

refused "a role that does not exist is refused" \
  "ALTER TABLE orders CONNECTION = (ROLE_ARN = '${role}s' STS_ENDPOINT = '$endpoint')" \
  "role|refused|denied|NoSuch"
does "keys to a role, assumed with the server's own keys" \
  "ALTER TABLE orders CONNECTION = (ROLE_ARN = '$role' EXTERNAL_ID = 'soak' STS_ENDPOINT = '$endpoint')"
admin key rm --uid owner --key-type s3 --access-key third >/dev/null
does "INSERT as the role, no key of the bucket's owner left" "INSERT INTO orders VALUES (5, 'e')"
rows "every row is there" "1a,2b,3c,4d,5e"
does "the role with keys of the connection's own" \
  "ALTER TABLE orders CONNECTION = (ACCESS_KEY_ID = 'app' SECRET_ACCESS_KEY = 'app-secret' ROLE_ARN = '$role' STS_ENDPOINT = '$endpoint')"
rows "every row is there" "1a,2b,3c,4d,5e"

answer=$(signed sts app app-secret -d "Action=AssumeRole&Version=2011-06-15&RoleSessionName=soak&DurationSeconds=900" \
  --data-urlencode "RoleArn=$role" "$endpoint/")
id=$(inside AccessKeyId "$answer") secret=$(inside SecretAccessKey "$answer") token=$(inside SessionToken "$answer")
[ -n "$id" ] && [ -n "$secret" ] && [ -n "$token" ] || die "the token service gave no keys"
temporary="ACCESS_KEY_ID = '$id' SECRET_ACCESS_KEY = '$secret' SESSION_TOKEN"
does "temporary keys with their token" "ALTER TABLE orders CONNECTION = ($temporary = '$token')"
rows "every row is there" "1a,2b,3c,4d,5e"
flipped=$(tr 'A-Za-z' 'B-ZAb-za' <<<"${token:0:40}")${token:40}
refused "a token that was tampered with" "ALTER TABLE orders CONNECTION = ($temporary = '$flipped')" \
  "token|denied|signature|known|refused"
refused "temporary keys without their token" \
  "ALTER TABLE orders CONNECTION = (ACCESS_KEY_ID = '$id' SECRET_ACCESS_KEY = '$secret')" \
  "not known|denied|signature|may not be"
rows "the table is as it was" "1a,2b,3c,4d,5e"

secrets="first-secret second-secret third-secret app-secret $secret ${token:0:60} ${flipped:0:60}"
for text in $secrets; do
  found=$(grep -rlaF -- "$text" "$work/fairlead.log" "$work/all-said" "$work/data" || true)
  [ -z "$found" ] || die "secret ${text:0:5}… stands as it is in ${found//"$work/"/}"
done
said "no secret is in a message, in the log or in the data folder"

echo "soak: $step steps went as written, $(radosgw --version | cut -d ' ' -f 1-3)"
