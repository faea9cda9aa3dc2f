"""What the database holds of row security, as lines of text that can be compared and reviewed."""

from typing import Any

_POLICIES = """
    SELECT format('policy %s on %s: %s%s to %s using %s check %s', policyname, tablename,
                  CASE permissive WHEN 'RESTRICTIVE' THEN 'besides, ' ELSE '' END, lower(cmd),
                  array_to_string(roles, ', '), coalesce(qual, '-'), coalesce(with_check, '-'))
    FROM pg_policies WHERE schemaname = 'public'
"""
_TABLES = """
    SELECT format('table %s: security %s, forced %s, owner %s', c.relname, c.relrowsecurity, c.relforcerowsecurity,
                  pg_get_userbyid(c.relowner))
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
_GRANTS = """
    SELECT format('grant %s on %s to %s', string_agg(lower(privilege_type), ', ' ORDER BY privilege_type), table_name, grantee)
    FROM information_schema.role_table_grants
    WHERE table_schema = 'public' AND grantee <> 'homeround_owner'
    GROUP BY table_name, grantee
"""
_COLUMN_GRANTS = """
    SELECT format('grant %s on %s to %s, column %s', string_agg(lower(g.privilege_type), ', ' ORDER BY g.privilege_type),
                  a.attrelid::regclass, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END, a.attname)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid, aclexplode(a.attacl) g
    WHERE c.relnamespace = 'public'::regnamespace
    GROUP BY a.attrelid, g.grantee, a.attname
"""
_TENANT_KEYS = """
    SELECT format('key %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND array_length(conkey, 1) > 1
"""
_FUNCTIONS = """
    SELECT format('function %s: definer %s, settings %s, execute %s', p.oid::regprocedure, p.prosecdef,
                  coalesce(array_to_string(p.proconfig, ', '), '-'),
                  coalesce((SELECT string_agg(CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END, ', '
                                              ORDER BY a.grantee)
                            FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner), '-'))
    FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
      AND p.prorettype <> 'trigger'::regtype
"""


def row_security(cursor: Any) -> list[str]:
    """Every policy, grant, tenant key and function of the product, one a line, sorted."""
    lines: list[str] = []
    for query in (_TABLES, _POLICIES, _GRANTS, _COLUMN_GRANTS, _TENANT_KEYS, _FUNCTIONS):
        cursor.execute(query)
        lines += sorted(row[0] for row in cursor.fetchall())
    return [" ".join(line.split()) for line in lines]
