#!/usr/bin/env bash
# What the switch costs a small service: CPU seconds to build it from nothing, and the size of its stripped binary,
# beside serde_json's. CPU seconds, because the clock also counts what else the machine does.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0
TIMEFORMAT='%U %S'

service() {
    mkdir -p "$work/$1/src"
    cat > "$work/$1/Cargo.toml" <<TOML
[package]
name = "service"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
serde = { version = "1", features = ["derive"] }
json = $2
[profile.release]
strip = true
TOML
    cat > "$work/$1/src/main.rs" <<'RUST'
//! Reads orders from standard input, answers with invoices; keeps unknown metadata as it came.
use std::collections::HashMap;
use std::io::{Read, Write, stdin, stdout};

use json::Value;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    id: u64,
    customer: Customer,
    lines: Vec<Line>,
    payment: Payment,
    coupon: Option<String>,
    #[serde(default)]
    metadata: HashMap<String, Value>,
}

#[derive(Deserialize)]
struct Customer {
    name: String,
    email: String,
    address: Address,
}

#[derive(Serialize, Deserialize)]
struct Address {
    street: String,
    city: String,
    zip: String,
    country: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    sku: String,
    quantity: u32,
    unit_price: f64,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Payment {
    Card { number: String, expires: String },
    Invoice { days: u16 },
    Cash,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invoice {
    order: u64,
    to: String,
    address: Address,
    lines: Vec<Line>,
    total: f64,
    due: Option<String>,
    metadata: HashMap<String, Value>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = Vec::new();
    stdin().read_to_end(&mut text)?;
    let orders: Vec<Order> = json::from_slice(&text)?;
    let invoices: Vec<Invoice> = orders.into_iter().map(invoice).collect();
    stdout().write_all(&json::to_vec(&invoices)?)?;
    Ok(())
}

fn invoice(order: Order) -> Invoice {
    let total: f64 = order.lines.iter().map(|line| line.unit_price * f64::from(line.quantity)).sum();
    Invoice {
        order: order.id,
        to: format!("{} <{}>", order.customer.name, order.customer.email),
        address: order.customer.address,
        total: if order.coupon.is_some() { total * 0.9 } else { total },
        lines: order.lines,
        due: match order.payment {
            Payment::Card { number, expires } => Some(format!("{number} {expires}")),
            Payment::Invoice { days } => Some(format!("{days} days")),
            Payment::Cash => None,
        },
        metadata: order.metadata,
    }
}
RUST
    cargo fetch --quiet --manifest-path "$work/$1/Cargo.toml"
}

service serde_json '{ package = "serde_json", version = "=1.0.154" }'
service fastjson-api "{ package = \"fastjson-api\", path = \"$root\" }"

printf '%-14s %-8s %18s %18s\n' '' profile 'CPU s to build' 'bytes, stripped'
for name in serde_json fastjson-api; do
    for profile in dev release; do
        rm -rf "$work/target"
        used=$({ time cargo build --quiet --profile "$profile" --manifest-path "$work/$name/Cargo.toml" 2>&1; } 2>&1 |
            tail -n 1 | awk '{ printf "%.1f", $1 + $2 }')
        folder=${profile/dev/debug}
        size=-
        [ "$profile" = dev ] || size=$(stat --format %s "$work/target/$folder/service")
        printf '%-14s %-8s %18s %18s\n' "$name" "$profile" "$used" "$size"
    done
done
