@owner:chat
@severity:normal
Feature: Changing what was said
  As a user who mistypes and thinks again
  I want to correct, repeat and delete what I asked, and to judge what I was told
  So that a conversation stays worth reading

  @promise:question-corrected
  @browser
  @wire
  Rule: A corrected question says the new words everywhere, and says that it was changed

    Scenario: Ada corrects a question
      Given Ada is in a conversation
      And Ada has asked "Wich modles do we use?"
      When Ada changes her question to "Which models do we use?"
      Then the question of Ada says "Which models do we use?" and is marked as changed

    Scenario: Ada looks at it from another device
      Given Ada is in a conversation
      And Ada has asked "Wich modles do we use?"
      And Ada has changed her question to "Which models do we use?"
      When Ada opens the conversation on another device
      Then the question says "Which models do we use?" there

  @promise:answered-again
  Rule: A question can be answered once more without being asked twice

    @browser
    @wire
    Scenario: Ada wants another answer
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada asks for another answer
      Then the question of Ada stands there once, with 2 answers

    @wire
    Scenario: Not while the first answer is being written
      Given agents take their time
      And Ada is in a conversation
      And Ada has asked "Which models do we use?" and the answer has begun
      When Ada asks for another answer
      Then Ada is told "The agents are still at work on that question."

  @promise:question-deleted
  @browser
  @wire
  Rule: A deleted question is gone for good, and its answer with it

    Scenario: Ada regrets a question
      Given Ada is in a conversation
      And Ada has asked "What did we spend on model aurora-large in September 2026?"
      When Ada deletes her question
      Then the conversation becomes empty
      And nothing of "aurora-large" can be had any more by Ada

  @promise:opinion-kept
  Rule: What a user thinks of an answer is kept

    @browser
    Scenario: Ada comes back to her opinion
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Ada has called the answer helpful
      When Ada reloads the page
      Then the opinion of Ada on the answer is helpful

    @wire
    Scenario: Ada's phone knows it, too
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Ada has called the answer not helpful
      When Ada opens the conversation on another device
      Then the opinion shown there is not helpful

  @promise:answers-unchanged
  @wire
  Rule: Nobody puts words into an agent's mouth

    Scenario: Ada tries to change an answer
      Given Ada is in a conversation
      And Ada has asked "What did we spend in total in September 2026?"
      When Ada tries to change the answer
      Then Ada is told "You may not do that."
      And the conversation is the same as before
