package parse

import "naftiko/spec"

var skillTable = table[spec.Expose]{
	{key: "skills", set: func(p *parser, e entry, x *spec.Expose) { x.Skills = named(p, e, skills) }},
}

var oneSkillTable = table[spec.Skill]{
	{key: "name", set: func(p *parser, e entry, s *spec.Skill) { s.Name = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, s *spec.Skill) { s.Description = p.note(e) }},
	{key: "license", set: func(p *parser, e entry, s *spec.Skill) { s.License = p.note(e) }},
	{key: "compatibility", set: func(p *parser, e entry, s *spec.Skill) { s.Compatibility = p.note(e) }},
	{key: "metadata", set: func(p *parser, e entry, s *spec.Skill) { s.Metadata = p.members(e) }},
	{key: "allowed-tools", set: func(p *parser, e entry, s *spec.Skill) { s.AllowedTools = p.text(e) }},
	{key: "argument-hint", set: func(p *parser, e entry, s *spec.Skill) { s.ArgumentHint = p.text(e) }},
	{key: "user-invocable", set: func(p *parser, e entry, s *spec.Skill) { s.UserInvocable = p.flag(e) }},
	{key: "disable-model-invocation", set: func(p *parser, e entry, s *spec.Skill) { s.DisableModelInvocation = p.flag(e) }},
	{key: "location", set: func(p *parser, e entry, s *spec.Skill) { s.Location = p.text(e) }},
	{key: "tools", set: func(p *parser, e entry, s *spec.Skill) { s.Tools = named(p, e, skillTools) }},
}

var skillToolTable = table[spec.SkillTool]{
	{key: "name", set: func(p *parser, e entry, t *spec.SkillTool) { t.Name = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, t *spec.SkillTool) { t.Description = p.note(e) }},
	{key: "from", set: func(p *parser, e entry, t *spec.SkillTool) { t.From = p.skillSource(e) }},
	{key: "instruction", set: func(p *parser, e entry, t *spec.SkillTool) { t.Instruction = p.text(e) }},
}

var skillSourceTable = table[spec.SkillSource]{
	{key: "sourceNamespace", set: func(p *parser, e entry, s *spec.SkillSource) { s.Namespace = p.text(e) }},
	{key: "action", set: func(p *parser, e entry, s *spec.SkillSource) { s.Action = p.text(e) }},
}

var skills = naming[spec.Skill]{
	what: "skill",
	need: true,
	read: (*parser).skill,
	name: func(s *spec.Skill) *spec.Str { return &s.Name },
}

var skillTools = naming[spec.SkillTool]{
	what: "tool",
	need: true,
	read: (*parser).skillTool,
	name: func(t *spec.SkillTool) *spec.Str { return &t.Name },
}

func (p *parser) skill(it item, dst *spec.Skill) {
	dst.Pos = it.pos
	object(p, it.node, "a skill", oneSkillTable, dst)
}

func (p *parser) skillTool(it item, dst *spec.SkillTool) {
	dst.Pos = it.pos
	object(p, it.node, "a tool of a skill", skillToolTable, dst)
}

func (p *parser) skillSource(e entry) *spec.SkillSource {
	if !p.mapping(e) {
		return nil
	}
	s := &spec.SkillSource{Pos: e.key.Pos()}
	object(p, e.node, `"from"`, skillSourceTable, s)
	return s
}
