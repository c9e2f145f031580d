//! Holds JSON that the program prints against the published schemas. It reads the part of JSON Schema that our
//! schemas use, and refuses a schema that uses more.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Schemas by the name of the command whose output they describe.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schemas(BTreeMap<String, Value>);

impl Schemas {
    pub(crate) fn read(folder: &Path) -> Result<Schemas, String> {
        let cannot = |error: &dyn std::fmt::Display| format!("{}: {error}", folder.display());
        let mut schemas = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(|it| cannot(&it))? {
            let path = entry.map_err(|it| cannot(&it))?.path();
            let file = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if let Some(command) = file.strip_suffix(".schema.json") {
                let text = std::fs::read(&path).map_err(|it| cannot(&it))?;
                schemas.insert(
                    command.to_owned(),
                    serde_json::from_slice(&text).map_err(|it| cannot(&it))?,
                );
            }
        }
        Ok(Schemas(schemas))
    }

    pub(crate) fn validate(&self, command: &str, json: &[u8]) -> Result<(), String> {
        let value: Value =
            serde_json::from_slice(json).map_err(|it| format!("`{command}` printed no JSON: {it}"))?;
        let schema = self
            .0
            .get(command)
            .ok_or_else(|| format!("docs/schemas/{command}.schema.json is missing"))?;
        Validator { root: schema }.check(schema, &value, command)
    }
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let rules = match schema {
            Value::Bool(true) => return Ok(()),
            Value::Bool(false) => return Err(format!("{at}: nothing is allowed here")),
            Value::Object(rules) => rules,
            _ => return Err(format!("{at}: a schema is an object")),
        };
        rules
            .iter()
            .try_for_each(|(keyword, rule)| self.rule(keyword, rule, rules, value, at))
    }

    fn rule(
        &self,
        keyword: &str,
        rule: &Value,
        rules: &Map<String, Value>,
        value: &Value,
        at: &str,
    ) -> Result<(), String> {
        match keyword {
            "$schema" | "$id" | "$defs" | "title" | "description" => Ok(()),
            "$ref" => self.check(self.definition(rule)?, value, at),
            "type" => fits(is_of_type(rule, value), rule, value, at),
            "enum" => fits(
                rule.as_array().is_some_and(|it| it.contains(value)),
                rule,
                value,
                at,
            ),
            "const" => fits(rule == value, rule, value, at),
            "minimum" => fits(
                !value.is_number() || value.as_f64() >= rule.as_f64(),
                rule,
                value,
                at,
            ),
            "required" => required(rule, value, at),
            "properties" | "additionalProperties" => self.properties(rules, value, at),
            "items" => self.items(rule, value, at),
            "anyOf" => self.any_of(rule, value, at),
            _ => Err(format!("{at}: the runner does not know the keyword `{keyword}`")),
        }
    }

    fn definition(&self, reference: &Value) -> Result<&Value, String> {
        let name = reference.as_str().unwrap_or_default();
        let found = name.strip_prefix('#').and_then(|it| self.root.pointer(it));
        found.ok_or_else(|| format!("`{name}` is not defined in the schema"))
    }

    fn properties(&self, rules: &Map<String, Value>, value: &Value, at: &str) -> Result<(), String> {
        let named = rules.get("properties").and_then(Value::as_object);
        let others = rules.get("additionalProperties").unwrap_or(&Value::Bool(true));
        for (name, inside) in value.as_object().into_iter().flatten() {
            let schema = named.and_then(|it| it.get(name)).unwrap_or(others);
            self.check(schema, inside, &format!("{at}.{name}"))?;
        }
        Ok(())
    }

    fn items(&self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        let items = value.as_array().into_iter().flatten().enumerate();
        items
            .into_iter()
            .try_for_each(|(index, item)| self.check(rule, item, &format!("{at}[{index}]")))
    }

    fn any_of(&self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        let results: Vec<_> = rule
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| self.check(it, value, at))
            .collect();
        if results.iter().any(Result::is_ok) {
            return Ok(());
        }
        let reasons: Vec<String> = results.into_iter().filter_map(Result::err).collect();
        Err(format!("{at}: fits none of: {}", reasons.join("; ")))
    }
}

fn fits(it_does: bool, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
    if it_does {
        Ok(())
    } else {
        Err(format!("{at}: `{value}` should be {rule}"))
    }
}

fn required(rule: &Value, value: &Value, at: &str) -> Result<(), String> {
    let names = rule.as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut missing = names.filter(|name| value.is_object() && value.get(name).is_none());
    missing
        .next()
        .map_or(Ok(()), |name| Err(format!("{at}: `{name}` is missing")))
}

fn is_of_type(rule: &Value, value: &Value) -> bool {
    match rule {
        Value::Array(any) => any.iter().any(|it| is_of_type(it, value)),
        Value::String(name) => match name.as_str() {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(schema: Value, value: Value) -> Result<(), String> {
        Validator { root: &schema }.check(&schema, &value, "it")
    }

    #[test]
    fn a_wrong_type_is_seen_where_it_stands() {
        let schema =
            json!({"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer"}}}});
        assert!(check(schema.clone(), json!({"a": [1, 2]})).is_ok());
        assert_eq!(
            check(schema, json!({"a": [1, "x"]})),
            Err("it.a[1]: `\"x\"` should be \"integer\"".to_owned())
        );
    }

    #[test]
    fn a_missing_or_unknown_property_is_seen() {
        let schema = json!({"required": ["a"], "properties": {"a": {}}, "additionalProperties": false});
        assert!(check(schema.clone(), json!({"a": 1})).is_ok());
        assert!(check(schema.clone(), json!({})).is_err());
        assert!(check(schema, json!({"a": 1, "b": 2})).is_err());
    }

    #[test]
    fn references_and_choices_are_followed() {
        let schema =
            json!({"$defs": {"w": {"enum": ["x"]}}, "anyOf": [{"$ref": "#/$defs/w"}, {"const": null}]});
        assert!(check(schema.clone(), json!("x")).is_ok());
        assert!(check(schema.clone(), json!(null)).is_ok());
        assert!(check(schema, json!("y")).is_err());
        assert!(check(json!({"$ref": "#/$defs/none"}), json!(1)).is_err());
    }

    #[test]
    fn an_unknown_keyword_is_refused() {
        assert!(check(json!({"maximal": 3}), json!(4)).is_err());
    }
}
