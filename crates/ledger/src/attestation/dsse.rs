//! Attestations as DSSE envelopes, for tools that know those: the payload in base64, signatures beside it.
//!
//! It must not know what is said.

use super::{Attestation, PAYLOAD_TYPE, signature};
use crate::canonical::shape::{Place, object, read_shape, text};
use crate::canonical::{self, Misshapen, Value};
use crate::entry::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

impl Attestation {
    /// As a DSSE envelope, in canonical JSON. Its signatures are those of the attestation.
    pub fn to_dsse(&self) -> String {
        let signatures = self.signatures.iter().map(|it| it.to_value()).collect();
        let envelope = object([
            ("payload", text(&STANDARD.encode(&self.text))),
            ("payloadType", text(PAYLOAD_TYPE)),
            ("signatures", Value::Array(signatures)),
        ]);
        envelope.to_canonical()
    }

    /// Reads what [`Attestation::to_dsse`] wrote, or another tool that writes canonical JSON.
    pub fn from_dsse(bytes: &[u8]) -> Result<Attestation, Misshapen> {
        read_shape(bytes, Body::BYTES_MAX * 2, envelope)
    }
}

fn envelope(place: &Place<'_>) -> Result<Attestation, Misshapen> {
    let members = place.members(&["payload", "payloadType", "signatures"])?;
    let payload_type = members.get("payloadType")?;
    if payload_type.text()? != PAYLOAD_TYPE {
        return Err(payload_type.wrong(&format!("`{PAYLOAD_TYPE}`")));
    }
    let payload = members.get("payload")?;
    let bytes = STANDARD.decode(payload.text()?).ok();
    let bytes = bytes.ok_or_else(|| payload.wrong("standard base64"))?;
    let inside = |it: Misshapen| Misshapen {
        place: format!("payload, {}", it.place),
        ..it
    };
    let value = canonical::read(&bytes).map_err(|it| inside(it.into()))?;
    let Value::Object(said) = value else {
        return Err(inside(Place::whole(&value).wrong("an object")));
    };
    let mut attestation = Attestation::new(said).map_err(inside)?;
    attestation.signatures = signature::read_all(&members.get("signatures")?)?;
    Ok(attestation)
}
