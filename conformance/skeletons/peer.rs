//! A peer for `cargo add serde_json && cargo build && freebit conform -- target/debug/peer`, as src/main.rs of a new
//! package: it answers one operation.

use serde_json::{json, Map, Value};
use std::io::{stdin, stdout, BufRead, Write};

/// [R2.7]: of all bits, or of three parties, which count from 1. An error is the rule that is broken.
fn majority(given: &Map<String, Value>) -> Result<Value, &'static str> {
    let bits = given.get("bits").ok_or("R6.9")?.as_str().ok_or("R6.6")?;
    if given.keys().any(|key| key != "bits" && key != "triple") {
        return Err("R6.10");
    }
    if bits.bytes().any(|bit| bit != b'0' && bit != b'1') {
        return Err("R6.13");
    }
    let mut chosen: Vec<u8> = bits.bytes().collect();
    if let Some(triple) = given.get("triple") {
        let parties = triple.as_array().ok_or("R6.6")?;
        if parties.len() != 3 || !parties.iter().all(Value::is_i64) {
            return Err("R6.6");
        }
        chosen.clear();
        for (i, party) in parties.iter().enumerate() {
            let place = party.as_u64().and_then(|number| number.checked_sub(1)).ok_or("R6.15")?;
            if parties[..i].contains(party) {
                return Err("R6.15");
            }
            chosen.push(*bits.as_bytes().get(place as usize).ok_or("R6.15")?);
        }
    }
    if chosen.len() % 2 == 0 {
        return Err("R2.7");
    }
    let ones = chosen.iter().filter(|&&bit| bit == b'1').count();
    Ok(json!({"majority": u8::from(2 * ones > chosen.len())}))
}

fn main() {
    for line in stdin().lock().lines() {
        let message: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let reply = match message["type"].as_str() {
            Some("hello") => json!({"type": "hello", "name": "my peer", "version": "0.1.0", "protocol": 1,
                "operations": ["majority"], "features": ["reasons"]}),
            Some("run") => {
                let (verdict, key, value) = match majority(message["input"].as_object().expect("an object")) {
                    Ok(value) => ("accepted", "value", value),
                    Err(rule) if rule.starts_with("R6.") => ("unreadable", "rule", json!(rule)),
                    Err(rule) => ("rejected", "rule", json!(rule)),
                };
                json!({"type": "result", "seq": message["seq"], "verdict": verdict, key: value})
            }
            _ => return,
        };
        writeln!(stdout(), "{reply}").expect("a reader");
    }
}
