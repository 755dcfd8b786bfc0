package dev.muster.it;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A test against nostr-tools: it gets a [NodePeer], the same one for all, or is skipped.
@Retention(RUNTIME)
@ExtendWith(NeedsNode.Provider.class)
@interface NeedsNode {
    final class Provider implements ExecutionCondition, ParameterResolver {
        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(NodePeer.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return NodePeer.missing()
                    .map(ConditionEvaluationResult::disabled)
                    .orElse(ConditionEvaluationResult.enabled("nostr-tools is there"));
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == NodePeer.class;
        }

        /// JUnit closes it after the last test.
        @Override
        public NodePeer resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(OURS)
                    .computeIfAbsent(NodePeer.class, _ -> new NodePeer(), NodePeer.class);
        }
    }
}
