@owner:security
@severity:critical
Feature: Being back from a provider in time
  As the owner of an account
  I want a log-in that I left half done to run out
  So that nobody finishes it later in my place

  @promise:way-back-runs-out
  @browser
  @needs:own_settings
  Rule: Whoever comes back from a provider too late begins again

    Scenario: Ada takes too long
      Given people must be back from a provider at once
      And Ada is known at Google
      When Ada comes in through Google
      Then Ada is told "This log-in took too long, or began in another browser."
      And Ada stays outside

  @promise:slow-provider-told
  @wire
  @needs:own_settings
  Rule: A provider that takes too long is told in plain words, and not waited for

    Scenario: Google takes its time
      Given providers must answer within two seconds
      And Ada is known at Google
      And Google takes its time
      When Ada comes in through Google
      Then Ada is told "The provider does not answer just now."
      And Ada stays outside
