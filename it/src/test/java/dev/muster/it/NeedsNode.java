package dev.muster.it;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// A test against a JavaScript library: it, or its class, gets a [NodePeer], the same one for all tests of a
/// script, or is skipped.
@Retention(RUNTIME)
@ExtendWith(NeedsNode.Provider.class)
@interface NeedsNode {
    NodeScript value() default NodeScript.PEER;

    final class Provider implements ExecutionCondition, ParameterResolver {
        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(NodePeer.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return script(context)
                    .flatMap(NodePeer::missing)
                    .map(ConditionEvaluationResult::disabled)
                    .orElse(ConditionEvaluationResult.enabled("what it needs is there"));
        }

        private static Optional<NodeScript> script(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), NeedsNode.class)
                    .map(NeedsNode::value)
                    .or(() -> context.getParent().flatMap(Provider::script));
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
                    .computeIfAbsent(script(context).orElseThrow(), NodePeer::new, NodePeer.class);
        }
    }
}
